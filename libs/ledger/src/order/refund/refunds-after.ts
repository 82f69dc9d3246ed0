import { VersionedMap } from '../../collections/versioned-map.js';
import { InvariantViolated } from '../invariant-violated.js';
import type { OrderRefunded } from '../order-events.js';
import type { Order, OrderCapture, OrderRefund, OrderRefunds } from '../order.js';
import { returnedKey } from './returned-key.js';

/**
 * The order's refunds after one more. Throws `InvariantViolated` if it is made twice, one action having one effect (I4),
 * or if it gives back more of a row than was captured (I3).
 */
export const refundsAfter = (
  { captures, refunds }: Pick<Order, 'captures' | 'refunds'>,
  { data }: OrderRefunded,
): OrderRefunds => {
  const made = refunds?.made ?? VersionedMap.empty<OrderRefund>();
  const returned = refunds?.returned ?? VersionedMap.empty<number>();
  if (made.get(data.refundId) !== undefined) {
    throw new InvariantViolated('I4', data.orderId, `refund ${data.refundId} is made twice`);
  }
  return {
    made: made.with(data.refundId, refundOf(data)),
    returned: withRows(returned, data, captures),
  };
};

const refundOf = (data: OrderRefunded['data']): OrderRefund => ({
  refundId: data.refundId,
  amount: data.amount,
  description: data.description,
  ...(data.reference !== undefined && { reference: data.reference }),
  refundedAt: data.refundedAt,
  rows: data.rows,
  captures: data.captures,
});

const withRows = (
  returned: VersionedMap<number>,
  { orderId, rows }: OrderRefunded['data'],
  captures: VersionedMap<OrderCapture>,
): VersionedMap<number> => {
  let after = returned;
  for (const { captureId, rowId, quantity } of rows) {
    if (captureId === undefined || rowId === undefined) continue;
    const key = returnedKey(captureId, rowId);
    const sum = (after.get(key) ?? 0) + quantity;
    const captured = captures.get(captureId)?.rows.find((row) => row.rowId === rowId)?.quantity;
    if (captured === undefined || !(quantity > 0) || sum > captured) {
      throw new InvariantViolated('I3', orderId, `more of row ${key} is returned than captured`);
    }
    after = after.with(key, sum);
  }
  return after;
};
