import type { Order, ReturnedPart } from '../order.js';
import type { CapturedRow, OrderRow } from '../row.js';
import { withTaken } from '../row-vat.js';
import { returnedKey } from './returned-key.js';

/**
 * The rows of all settled captures, to be matched as the order's rows are for a capture. `rowId` is the `returnedKey`
 * and `remainingQuantity` what was not returned yet.
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

/** What of a captured row can be returned. */
export const refundableRow = (row: CapturedRow, returned: ReturnedPart | undefined): OrderRow => {
  const whole = { ...row, remainingQuantity: row.quantity };
  return returned === undefined
    ? whole
    : withTaken(whole, row.quantity - returned.quantity, returned.vat);
};
