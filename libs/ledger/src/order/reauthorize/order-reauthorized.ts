import { afterDefaultLife } from '../after-default-life.js';
import type { Instant, OrderReauthorized, ReauthorizationRequested } from '../order-events.js';
import type { Order } from '../order.js';
import { rowIdsAfter } from '../row-ids-after.js';
import { standingCaptures } from '../standing-captures.js';
import { statusAt } from '../status-at.js';

type Asked = Pick<
  ReauthorizationRequested['data'],
  'reauthorizationId' | 'amount' | 'rows' | 'reference'
>;

/** The new authorisation as it takes effect: its rows get their ids, and an expired order its 90 days. */
export const orderReauthorized = (order: Order, asked: Asked, at: Instant): OrderReauthorized => {
  const { balance } = order;
  const nextRowId = rowIdsAfter(balance);
  return {
    type: 'OrderReauthorized',
    data: {
      orderId: balance.orderId,
      reauthorizationId: asked.reauthorizationId,
      amount: asked.amount,
      currency: balance.currency,
      rows: asked.rows.map((row) => ({ ...row, rowId: nextRowId() })),
      ...(asked.reference !== undefined && { reference: asked.reference }),
      capturesStanding: standingCaptures(order),
      ...(statusAt(balance, at) === 'Expired' && { expiresAt: afterDefaultLife(at) }),
      reauthorizedAt: at,
    },
  };
};
