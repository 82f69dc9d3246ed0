import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { divideAmount } from './amount.js';

describe('An amount that is divided', () => {
  test.each<readonly [string, { amount: number; weights: number[] }, number[]]>([
    ['evenly', { amount: 100, weights: [50, 50] }, [50, 50]],
    ['a tie to the first', { amount: 1, weights: [50, 50] }, [1, 0]],
    ['the rest to the largest remainder', { amount: 100, weights: [1, 2, 4] }, [14, 29, 57]],
    [
      'two left over, in the order of their remainders',
      { amount: 10, weights: [2, 3, 6] },
      [2, 3, 5],
    ],
    ['nothing to a weight of 0', { amount: 10, weights: [0, 7] }, [0, 10]],
    ['a negative part to a negative weight', { amount: 45, weights: [100, -10] }, [50, -5]],
    ['a negative part rounded like the others', { amount: 1, weights: [100, -10] }, [1, 0]],
    ['all', { amount: 90, weights: [100, -10] }, [100, -10]],
    ['nothing', { amount: 0, weights: [3, 4] }, [0, 0]],
    [
      'the largest amounts',
      { amount: 999_999_999_998, weights: [999_999_999_999, 1] },
      [999_999_999_997, 1],
    ],
  ])('gives %s', (_what, { amount, weights }, parts) => {
    expect(divideAmount(amount, weights)).toEqual(parts);
  });

  test('needs weights that come to something', () => {
    expect(() => divideAmount(1, [1, -1])).toThrow(RangeError);
    expect(() => divideAmount(1, [])).toThrow(RangeError);
  });

  test('is the sum of its parts, each within 1 of its exact share', () => {
    const weight = fc.integer({ min: -1_000_000, max: 10_000_000_000 });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1 }), fc.nat(), (weights, some) => {
        const total = weights.reduce((sum, one) => sum + one, 0);
        fc.pre(total > 0);
        const amount = some % (total + 1);
        const parts = divideAmount(amount, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
        for (const [index, part] of parts.entries()) {
          const off = BigInt(part) * BigInt(total) - BigInt(amount) * BigInt(weights[index]!);
          expect(off < BigInt(total) && off > -BigInt(total)).toBe(true);
        }
      }),
    );
  });
});
