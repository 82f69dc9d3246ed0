import { describe, expect, test } from '@jest/globals';
import { distinctBelow, SeededRandom, Zipf } from './seeded-random.js';

const drawn = (seed: number, count: number): number[] => {
  const random = new SeededRandom(seed);
  const zipf = new Zipf(100, 1);
  return Array.from({ length: count }, () => zipf.draw(random));
};

describe('a Zipf distribution', () => {
  test('draws each rank as often as its weight says', () => {
    const draws = 200_000;
    const counts = new Array<number>(100).fill(0);
    for (const rank of drawn(1, draws)) counts[rank]! += 1;
    const weights = counts.map((_, rank) => 1 / (rank + 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);

    counts.forEach((count, rank) => {
      const expected = (draws * weights[rank]!) / total;
      // The limit is five standard deviations. A standard deviation of a count is about the square
      // root of the expected count.
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    });
  });

  test('draws the same from the same seed, and else from another', () => {
    expect(drawn(7, 50)).toEqual(drawn(7, 50));
    expect(drawn(7, 50)).not.toEqual(drawn(8, 50));
  });

  test('of one rank draws it always', () => {
    const random = new SeededRandom(1);
    const zipf = new Zipf(1, 1);
    expect([zipf.draw(random), zipf.draw(random)]).toEqual([0, 0]);
  });
});

test('numbers are drawn once each, the same from the same seed', () => {
  const drawn = distinctBelow(1_000, 900, new SeededRandom(1));

  expect(new Set(drawn).size).toBe(900);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1_000);
  expect(distinctBelow(1_000, 900, new SeededRandom(1))).toEqual(drawn);
  expect([...drawn.slice(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
});
