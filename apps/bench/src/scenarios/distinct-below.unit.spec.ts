import { expect, test } from '@jest/globals';
import { SeededRandom } from '../random/seeded-random.js';
import { distinctBelow } from './distinct-below.js';

test('numbers are drawn once each, the same from the same seed', () => {
  const drawn = distinctBelow(1_000, 900, new SeededRandom(1));

  expect(new Set(drawn).size).toBe(900);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1_000);
  expect(distinctBelow(1_000, 900, new SeededRandom(1))).toEqual(drawn);
  expect([...drawn.slice(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
});
