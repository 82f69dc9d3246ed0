import { evolveBalance } from '../evolve-balance.js';
import type { Instant, OrderEvent, ReauthorizationRejected } from '../order-events.js';
import type { Order, OrderBalance } from '../order.js';
import { hasRemainingRows } from '../something-left.js';

/**
 * The end of a requested reauthorisation that nobody can approve any more, because these events leave nothing of the
 * order to be authorised anew. It is recorded before them: whoever polls it is told, and the request's own event stays
 * its last.
 */
export const lapsedReauthorization = (
  order: Order,
  at: Instant,
  events: readonly OrderEvent[],
): ReauthorizationRejected[] => {
  const pending = order.reauthorizations?.pending;
  if (pending === undefined || !hasRemainingRows(order.balance.rows)) return [];
  const after = events.reduce<OrderBalance>(evolveBalance, order.balance);
  if (hasRemainingRows(after.rows)) return [];
  const { orderId, reauthorizationId } = pending;
  return [
    { type: 'ReauthorizationRejected', data: { orderId, reauthorizationId, rejectedAt: at } },
  ];
};
