import { VersionedMap } from '../../collections/versioned-map.js';
import { InvariantViolated } from '../invariant-violated.js';
import type { OrderRefunded } from '../order-events.js';
import type { OrderRefund, OrderRefunds } from '../order.js';
import { returnedKey } from './returned-key.js';

/** The order's refunds after one more. Throws `InvariantViolated` if it is made twice: one action, one effect (I4). */
export const refundsAfter = (
  refunds: OrderRefunds | undefined,
  { data }: OrderRefunded,
): OrderRefunds => {
  const made = refunds?.made ?? VersionedMap.empty<OrderRefund>();
  const returned = refunds?.returned ?? VersionedMap.empty<number>();
  if (made.get(data.refundId) !== undefined) {
    throw new InvariantViolated('I4', data.orderId, `refund ${data.refundId} is made twice`);
  }
  return { made: made.with(data.refundId, refundOf(data)), returned: withRows(returned, data) };
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
  { rows }: OrderRefunded['data'],
): VersionedMap<number> => {
  let after = returned;
  for (const { captureId, rowId, quantity } of rows) {
    if (captureId === undefined || rowId === undefined) continue;
    const key = returnedKey(captureId, rowId);
    after = after.with(key, (after.get(key) ?? 0) + quantity);
  }
  return after;
};
