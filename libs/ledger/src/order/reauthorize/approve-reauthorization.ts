import type { Rejected } from '../decision.js';
import type { ApproveReauthorization } from '../order-commands.js';
import type { OrderReauthorized } from '../order-events.js';
import type { Order } from '../order.js';
import { reject } from '../reject.js';
import { statusAt } from '../status-at.js';
import { orderReauthorized } from './order-reauthorized.js';
import { pendingReauthorization } from './pending-reauthorization.js';
import { statusAllowsReauthorization } from './status-allows-reauthorization.js';

/**
 * Lets a requested reauthorisation take effect. What was approved is a new amount in the place of the one that was left
 * when it was asked for: if that has changed since, it has to be asked for again.
 */
export const approveReauthorization = (
  order: Order,
  { at, data }: ApproveReauthorization,
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
