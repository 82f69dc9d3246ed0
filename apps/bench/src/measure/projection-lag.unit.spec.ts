import { expect, test } from '@jest/globals';
import { projectionLags } from './projection-lag.js';

const shown = [
  { position: 10n, atMs: 100 },
  { position: 20n, atMs: 150 },
  { position: 30n, atMs: 300 },
];

test.each([
  ['at the page that reaches it', 20n, 120, [30]],
  ['at the page that goes beyond it', 21n, 120, [180]],
  ['at the first page', 1n, 90, [10]],
  ['before its answer', 10n, 130, [0]],
  ['never', 31n, 120, []],
])('a sample is visible %s', (_, position, atMs, lags) => {
  expect([...projectionLags([{ position, atMs }], shown)]).toEqual(lags);
});
