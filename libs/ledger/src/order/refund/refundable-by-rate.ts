import type { TaxedAmount } from '../../money/vat-of-part.js';
import type { Order } from '../order.js';
import type { OrderRow } from '../row.js';
import { addAmount, vatOf } from '../row-vat.js';

/** What can still be refunded of each VAT rate: all that was captured, less all that was refunded. */
export const refundableByRate = (rows: readonly OrderRow[], { refunds }: Order): TaxedAmount[] => {
  const sums = new Map<number, TaxedAmount>();
  for (const row of rows) {
    const { vatRate, unitPrice, quantity } = row;
    addAmount(sums, { vatRate, before: 0, gross: unitPrice * quantity, vat: vatOf(row) });
  }
  for (const refund of refunds?.made.values() ?? []) {
    if (refund.status === 'failed') continue;
    for (const row of refund.rows) {
      const gross = row.unitPrice * row.quantity;
      addAmount(sums, {
        vatRate: row.vatRate,
        before: gross,
        gross: 0 - gross,
        vat: 0 - vatOf(row),
      });
    }
  }
  return [...sums.values()];
};
