import type { Order } from '../order.js';
import type { OrderRow, RefundedRow } from '../row.js';
import { vatOf } from '../row-vat.js';
import { refundableByRate } from './refundable-by-rate.js';

/**
 * Rows of price 0 with the VAT that a refund by rows would leave on nothing: rows round their VAT one by one, refunds by
 * amount and free rows round another way. Where a refund gives back the last of a VAT rate, none of its VAT stays.
 */
export const roundingRows = (
  order: Order,
  refundable: readonly OrderRow[],
  refunded: readonly RefundedRow[],
): RefundedRow[] =>
  refundableByRate(refundable, order).flatMap(({ vatRate, gross, vat }) => {
    const given = refunded.filter((row) => row.vatRate === vatRate);
    const grossGiven = given.reduce((sum, row) => sum + row.unitPrice * row.quantity, 0);
    const vatLeft = vat - given.reduce((sum, row) => sum + vatOf(row), 0);
    return given.length === 0 || grossGiven !== gross || vatLeft === 0
      ? []
      : [roundingRow(vatRate, vatLeft)];
  });

const roundingRow = (vatRate: number, vat: number): RefundedRow => ({
  ...{ articleNumber: 'rounding', description: 'Rounding of VAT', type: 'rounding' },
  ...{ unitPrice: 0, quantity: 1, vatRate, vat },
});
