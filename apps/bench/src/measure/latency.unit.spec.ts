import { describe, expect, test } from '@jest/globals';
import { latencyOf, percentile, projectionLags } from './latency.js';

const oneTo = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => i + 1);

describe('a percentile', () => {
  test.each([
    [100, 0.5, 50],
    [100, 0.99, 99],
    [100, 0.999, 100],
    [1_000, 0.999, 999],
    [3, 0.5, 2],
    [1, 0.5, 1],
    [1, 0.999, 1],
    [10, 0, 1],
    [10, 1, 10],
  ])('of 1 to %d at %d is %d', (count, share, value) => {
    expect(percentile(oneTo(count), share)).toBe(value);
  });

  test('of nothing is 0', () => {
    expect(latencyOf(new Float64Array())).toEqual({ p50: 0, p95: 0, p99: 0, p999: 0, max: 0 });
  });
});

test('latencies are summed up whatever their order, and stay as they were', () => {
  const values = oneTo(1_000).reverse();

  expect(latencyOf(values)).toEqual({ p50: 500, p95: 950, p99: 990, p999: 999, max: 1_000 });
  expect(values[0]).toBe(1_000);
});

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
