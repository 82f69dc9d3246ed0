import { expect, test } from '@jest/globals';
import { Latencies } from './latencies.js';

test('nothing measured is nothing told', () => {
  expect(new Latencies().measurements()).toEqual([]);
});

test('tells quantiles of the last thousand', () => {
  const latencies = new Latencies();
  for (let ms = 0; ms <= 2_000; ms++) latencies.add(ms);
  const told = new Map(latencies.measurements());
  expect(told.get('Fastest')).toBe(1_001);
  expect(told.get('Highest')).toBe(2_000);
  expect(told.get('Median')).toBe(1_501);
  expect(told.get('Quintile 3')).toBe(1_600);
});
