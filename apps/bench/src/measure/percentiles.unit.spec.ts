import { describe, expect, test } from '@jest/globals';
import { latencyOf, percentile } from './percentiles.js';

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
