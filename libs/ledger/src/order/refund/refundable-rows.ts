import type { TaxedAmount } from '../../money/vat.js';
import type { Order, ReturnedPart } from '../order.js';
import { addAmount, vatOf, withTaken, type CapturedRow, type OrderRow } from '../row.js';

/**
 * The rows of all settled captures in the form of an order's rows, so that the items of a refund
 * can be matched with them. The `rowId` is the key that `returnedKey` makes. The
 * `remainingQuantity` is the quantity that was not returned yet.
 */
export const refundableRows = ({ captures, refunds }: Order): OrderRow[] => {
  const refundable: OrderRow[] = [];
  for (const { captureId, status, rows } of captures.values()) {
    if (status !== 'settled') continue;
    for (const row of rows) {
      const rowId = returnedKey(captureId, row.rowId);
      refundable.push(refundableRow({ ...row, rowId }, refunds?.returned.get(rowId)));
    }
  }
  return refundable;
};

/** The captured row, with the quantity that was not returned yet as its remaining quantity. */
export const refundableRow = (row: CapturedRow, returned: ReturnedPart | undefined): OrderRow => {
  const whole = { ...row, remainingQuantity: row.quantity };
  return returned === undefined
    ? whole
    : withTaken(whole, row.quantity - returned.quantity, returned.vat);
};

/**
 * The key under which the returned quantity of a captured row is stored. Row ids and UUIDs contain
 * no space, so two different captured rows never have the same key.
 */
export const returnedKey = (captureId: string, rowId: string): string => `${captureId} ${rowId}`;

/** The inverse of `returnedKey`. */
export const returnedRow = (key: string): { captureId: string; rowId: string } => {
  const [captureId = '', rowId = ''] = key.split(' ');
  return { captureId, rowId };
};

/**
 * The refundable amount of each VAT rate: everything captured, less everything refunded.
 */
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
