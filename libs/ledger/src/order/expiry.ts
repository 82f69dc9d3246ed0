import { reject, type Rejected } from './decision.js';
import type { ExpireOrder, ExtendOrderCommand } from './order-commands.js';
import type { OrderExpired, OrderExtended } from './order-events.js';
import type { Instant } from '../time/instant.js';
import type { OrderBalance, OrderStatus } from './order.js';

export const isDue = (expiresAt: Instant, at: Instant): boolean =>
  Date.parse(at) >= Date.parse(expiresAt);

/**
 * True for a status in which an order has something left to capture, so that the order can expire.
 * A pending order has nothing authorised and never expires (domain.md, "Status").
 */
export const canExpire = (status: OrderStatus): boolean =>
  status === 'NotActivated' || status === 'PartActivated';

/**
 * The status of the order at an instant. From its expiry date on, an order counts as `Expired` even
 * before the worker has recorded the expiry, so that no capture slips through (domain.md, "Time").
 */
export const statusAt = (balance: OrderBalance, at: Instant): OrderStatus =>
  canExpire(balance.status) && isDue(balance.expiresAt, at) ? 'Expired' : balance.status;

const defaultLifeMs = 90 * 24 * 60 * 60 * 1_000;

/**
 * The expiry date of an order whose registration gives none: 90 days after `at` (domain.md,
 * "Order").
 */
export const afterDefaultLife = (at: Instant): Instant =>
  new Date(Date.parse(at) + defaultLifeMs).toISOString();

/**
 * Records that the expiry date was reached while something was left to capture (domain.md, "Time").
 */
export const expireOrder = (
  balance: OrderBalance,
  { at }: ExpireOrder,
): OrderExpired | Rejected => {
  if (!canExpire(balance.status)) {
    return reject('EXPIRE_INVALID_STATUS', `The order is ${balance.status}: nothing can expire.`);
  }
  if (!isDue(balance.expiresAt, at)) {
    return reject('EXPIRE_NOT_DUE', `The order expires at ${balance.expiresAt}.`);
  }
  return { type: 'OrderExpired', data: { orderId: balance.orderId, expiredAt: at } };
};

/**
 * Moves the expiry date of an order that has something left to capture. The date is never moved to
 * an earlier one (walley.md, "Extend").
 */
export const extendOrder = (
  balance: OrderBalance,
  { at, data }: ExtendOrderCommand,
): OrderExtended | Rejected => {
  const status = statusAt(balance, at);
  if (!canExpire(status)) return reject('EXTEND_INVALID_INVOICE_STATUS', `The order is ${status}.`);
  const asked = data.expiresAt ?? afterDefaultLife(at);
  const isEarlier = !isDue(balance.expiresAt, asked);
  if (isEarlier && data.expiresAt !== undefined) {
    return reject(
      'EXTEND_EXPIRY_EARLIER',
      `The order already expires at ${balance.expiresAt}, which is later.`,
    );
  }
  const expiresAt = isEarlier ? balance.expiresAt : asked;
  return { type: 'OrderExtended', data: { orderId: balance.orderId, expiresAt, extendedAt: at } };
};
