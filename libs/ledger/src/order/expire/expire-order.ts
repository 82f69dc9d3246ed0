import type { Rejected } from '../decision.js';
import type { ExpireOrder } from '../order-commands.js';
import type { OrderExpired } from '../order-events.js';
import type { OrderBalance } from '../order.js';
import { reject } from '../reject.js';
import { canExpire, isDue } from '../status-at.js';

/** Records that the order's expiry date was reached with something left (domain.md, "Time"). */
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
