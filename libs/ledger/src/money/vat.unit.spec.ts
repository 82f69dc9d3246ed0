import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { vatIn } from './vat.js';

describe('VAT in a price', () => {
  test.each([
    ['25 % of 95.00', { unitPrice: 9_500, vatRate: 25, quantity: 1 }, 1_900],
    ['25 % of two at 95.00', { unitPrice: 9_500, vatRate: 25, quantity: 2 }, 3_800],
    ['6.25 % of 17.00', { unitPrice: 1_700, vatRate: 6.25, quantity: 1 }, 100],
    ['none', { unitPrice: 9_500, vatRate: 0, quantity: 3 }, 0],
    ['25 % of 0.02, rounded down', { unitPrice: 2, vatRate: 25, quantity: 1 }, 0],
    ['25 % of 0.03, rounded up', { unitPrice: 3, vatRate: 25, quantity: 1 }, 1],
    ['100 % of 0.01, a half, rounded up', { unitPrice: 1, vatRate: 100, quantity: 1 }, 1],
    ['a discount', { unitPrice: -9_500, vatRate: 25, quantity: 1 }, -1_900],
    ['a discount of 0.03', { unitPrice: -3, vatRate: 25, quantity: 1 }, -1],
    ['the largest amount', { unitPrice: 999_999_999_999, vatRate: 25, quantity: 1 }, 2e11],
  ])('%s', (_what, { quantity, ...priced }, vat) => {
    expect(vatIn(priced, quantity)).toBe(vat);
  });

  test('is exact, however large the amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 - 1 }),
        fc.integer({ min: 0, max: 10_000 }),
        (unitPrice, rate) => {
          const divisor = 10_000n + BigInt(rate);
          const exact = (BigInt(unitPrice) * BigInt(rate) + divisor / 2n) / divisor;
          expect(vatIn({ unitPrice, vatRate: rate / 100 }, 1)).toBe(Number(exact));
        },
      ),
    );
  });

  test('of a discount is that of the price, taken off', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 - 1 }),
        fc.integer({ min: 0, max: 10_000 }),
        (unitPrice, rate) => {
          const vatRate = rate / 100;
          expect(vatIn({ unitPrice: -unitPrice, vatRate }, 1)).toBe(
            0 - vatIn({ unitPrice, vatRate }, 1),
          );
        },
      ),
    );
  });
});
