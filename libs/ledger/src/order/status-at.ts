import type { Instant } from './order-events.js';
import type { OrderBalance, OrderStatus } from './order.js';

export const isDue = (expiresAt: Instant, at: Instant): boolean =>
  Date.parse(at) >= Date.parse(expiresAt);

/**
 * Whether the order has something to capture that its expiry date would put an end to. A pending
 * order has nothing yet, so it never expires (domain.md, "Status").
 */
export const canExpire = (status: OrderStatus): boolean =>
  status === 'NotActivated' || status === 'PartActivated';

/**
 * The status at an instant: one that can expire counts as expired from its expiry date on, so that a
 * late worker never lets a capture through (domain.md, "Time").
 */
export const statusAt = (balance: OrderBalance, at: Instant): OrderStatus =>
  canExpire(balance.status) && isDue(balance.expiresAt, at) ? 'Expired' : balance.status;
