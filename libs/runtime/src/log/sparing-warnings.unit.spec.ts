import { expect, test } from '@jest/globals';
import { ThrottledWarnings } from './sparing-warnings.js';

test('so many warnings a second are written, and the next one says how many were left out', () => {
  const lines: object[] = [];
  let now = 5_000;
  const logger = { warn: (fields: object) => lines.push(fields) };
  const warnings = new ThrottledWarnings(logger as never, 2, () => now);
  for (let request = 1; request <= 5; request += 1) warnings.warn({ request }, 'failed');
  expect(lines).toEqual([{ request: 1 }, { request: 2 }]);
  now += 1_000;
  for (let request = 6; request <= 7; request += 1) warnings.warn({ request }, 'failed');
  expect(lines.slice(2)).toEqual([{ request: 6, leftOut: 3 }, { request: 7 }]);
});
