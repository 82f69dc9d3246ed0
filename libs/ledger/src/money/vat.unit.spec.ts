import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { vatIn, vatOfPart } from './vat.js';

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

describe('VAT of a part', () => {
  /** Three rows of 3 have a VAT of 1 each, and their sum of 9 would have 2. */
  const threes = { vatRate: 25, before: 0, gross: 9, vat: 3 };
  /** Three rows of 2 have no VAT, and their sum of 6 would have 1. */
  const twos = { vatRate: 25, before: 0, gross: 6, vat: 0 };

  test.each([
    ['all that is left', threes, { part: 9, vat: 3 }],
    ['a part without a share of the difference', threes, { part: 3, vat: 1 }],
    ['a part with a share, rounded up', threes, { part: 5, vat: 2 }],
    ['a part after others', { ...threes, before: 10 }, { part: 5, vat: 2 }],
    ['a difference below zero, half of it rounded away from zero', twos, { part: 3, vat: 0 }],
    ['a difference below zero, less than half of it', twos, { part: 2, vat: 0 }],
    ['a difference below zero, more than half of it', twos, { part: 4, vat: 0 }],
    ['a discount', { vatRate: 25, before: 0, gross: -6, vat: 0 }, { part: -3, vat: 0 }],
    [
      'a discount, less than half',
      { vatRate: 25, before: 0, gross: -9, vat: -3 },
      { part: -3, vat: -1 },
    ],
    [
      'no difference',
      { vatRate: 25, before: 0, gross: 10_000, vat: 2_000 },
      { part: 2_500, vat: 500 },
    ],
    [
      'rows that come to nothing',
      { vatRate: 25, before: 0, gross: 0, vat: 1 },
      { part: 4, vat: 1 },
    ],
    [
      'the largest amount',
      { vatRate: 25, before: 0, gross: 1e12 - 1, vat: 2e11 + 9 },
      { part: 5e11, vat: 1e11 + 5 },
    ],
  ])('of %s', (_what, left, { part, vat }) => {
    expect(vatOfPart(left, part)).toBe(vat);
  });
});
