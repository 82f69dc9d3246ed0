import { expect, test } from '@jest/globals';
import fc from 'fast-check';

const { PROPERTY_SEED: given } = process.env;

test('random examples of specs are the same in every run', () => {
  const { seed } = fc.readConfigureGlobal();

  if (given === 'random') expect(seed).toBeUndefined();
  else expect(seed).toBe(Number(given ?? 20_260_101));
});
