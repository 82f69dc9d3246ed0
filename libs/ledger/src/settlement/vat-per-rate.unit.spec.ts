import { describe, expect, test } from '@jest/globals';
import { addShare, byRate, negated, vatPerRate, type VatShare } from './vat-per-rate.js';

describe('VAT per rate', () => {
  test('is rounded for each row and added', () => {
    const row = { unitPrice: 3, quantity: 1, vatRate: 25 };
    expect(vatPerRate([row, row, { unitPrice: 1_700, quantity: 2, vatRate: 6.25 }])).toEqual([
      { vatRate: 6.25, gross: 3_400, vat: 200 },
      { vatRate: 25, gross: 6, vat: 2 },
    ]);
  });

  test('of a discount is taken off', () => {
    expect(
      vatPerRate([
        { unitPrice: 9_500, quantity: 1, vatRate: 25 },
        { unitPrice: -500, quantity: 1, vatRate: 25 },
      ]),
    ).toEqual([{ vatRate: 25, gross: 9_000, vat: 1_800 }]);
  });

  test('that is given back and taken is nothing', () => {
    const shares = vatPerRate([{ unitPrice: 0, quantity: 1, vatRate: 25 }]);
    expect(negated(shares)).toEqual([{ vatRate: 25, gross: 0, vat: 0 }]);
    const sums = new Map<number, VatShare>();
    for (const share of [...shares, ...negated(shares)]) addShare(sums, share);
    expect(byRate(sums)).toEqual(shares);
  });
});
