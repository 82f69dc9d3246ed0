import type { Rejected } from '../decision.js';
import type { RejectReauthorization } from '../order-commands.js';
import type { ReauthorizationRejected } from '../order-events.js';
import type { Order } from '../order.js';
import { pendingReauthorization } from './pending-reauthorization.js';

/** Ends a requested reauthorisation without effect. */
export const rejectReauthorization = (
  order: Order,
  { at, data: { reauthorizationId } }: RejectReauthorization,
): ReauthorizationRejected | Rejected => {
  const pending = pendingReauthorization(order, reauthorizationId);
  if ('kind' in pending) return pending;
  const { orderId } = order.balance;
  return { type: 'ReauthorizationRejected', data: { orderId, reauthorizationId, rejectedAt: at } };
};
