import type { Order } from '../order.js';
import type { OrderRow } from '../row.js';
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
      const returned = refunds?.returned.get(rowId) ?? 0;
      refundable.push({ ...row, rowId, remainingQuantity: row.quantity - returned });
    }
  }
  return refundable;
};
