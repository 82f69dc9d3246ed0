import { reject, type Rejected } from '../decision.js';
import { evolveBalance } from '../evolve-balance.js';
import { statusAt } from '../expiry.js';
import type {
  ApproveReauthorizationCommand,
  RejectReauthorizationCommand,
} from '../order-commands.js';
import type {
  Instant,
  OrderEvent,
  OrderReauthorized,
  ReauthorizationRejected,
  ReauthorizationRequested,
} from '../order-events.js';
import type { Order, OrderBalance } from '../order.js';
import { hasRemainingRows } from '../row.js';
import { statusAllowsReauthorization } from './reauthorize-checks.js';
import { orderReauthorized } from './reauthorize-order.js';

/**
 * Lets a requested reauthorisation take effect. The approved amount takes the place of the amount
 * that was left when the reauthorisation was requested. If the amount left has changed since, it
 * has to be requested again.
 */
export const approveReauthorization = (
  order: Order,
  { at, data }: ApproveReauthorizationCommand,
): OrderReauthorized | Rejected => {
  const pending = pendingReauthorization(order, data.reauthorizationId);
  if ('kind' in pending) return pending;
  const { balance } = order;
  const refused = statusAllowsReauthorization(statusAt(balance, at));
  if (refused !== undefined) return refused;
  return balance.remaining === pending.remaining
    ? orderReauthorized(order, pending, at)
    : reject('REAUTHORIZATION_OUTDATED', 'What is left of the order has changed since.');
};

/** Ends a requested reauthorisation without effect. */
export const rejectReauthorization = (
  order: Order,
  { at, data: { reauthorizationId } }: RejectReauthorizationCommand,
): ReauthorizationRejected | Rejected => {
  const pending = pendingReauthorization(order, reauthorizationId);
  if ('kind' in pending) return pending;
  const { orderId } = order.balance;
  return { type: 'ReauthorizationRejected', data: { orderId, reauthorizationId, rejectedAt: at } };
};

/** The reauthorisation to be decided on, if it still waits for a decision. */
export const pendingReauthorization = (
  { reauthorizations }: Order,
  reauthorizationId: string,
): ReauthorizationRequested['data'] | Rejected => {
  const { made, pending } = reauthorizations ?? {};
  if (pending?.reauthorizationId === reauthorizationId) return pending;
  const known = made?.get(reauthorizationId);
  return known === undefined
    ? reject('REAUTHORIZATION_NOT_FOUND', 'The order has no such reauthorisation.')
    : reject('REAUTHORIZATION_NOT_PENDING', `The reauthorisation is ${known.status}.`);
};

/**
 * The end of a requested reauthorisation that nobody can approve any more, because these events
 * leave nothing of the order to be authorised anew. It is recorded before them: a caller that polls
 * it sees the end, and the last event of the request stays the request's own.
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
