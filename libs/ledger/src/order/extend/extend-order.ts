import { afterDefaultLife } from '../after-default-life.js';
import type { Rejected } from '../decision.js';
import type { ExtendOrder } from '../order-commands.js';
import type { OrderExtended } from '../order-events.js';
import type { OrderBalance } from '../order.js';
import { reject } from '../reject.js';
import { canExpire, isDue, statusAt } from '../status-at.js';

/** Moves the expiry date of an order with something left, never to an earlier one (walley.md, "Extend"). */
export const extendOrder = (
  balance: OrderBalance,
  { at, data }: ExtendOrder,
): OrderExtended | Rejected => {
  const status = statusAt(balance, at);
  if (!canExpire(status)) return reject('EXTEND_INVALID_INVOICE_STATUS', `The order is ${status}.`);
  const asked = data.expiresAt ?? afterDefaultLife(at);
  const isEarlier = !isDue(balance.expiresAt, asked);
  if (isEarlier && data.expiresAt !== undefined) {
    return reject('EXTEND_EXPIRY_EARLIER', `The order expires at ${balance.expiresAt} already.`);
  }
  const expiresAt = isEarlier ? balance.expiresAt : asked;
  return { type: 'OrderExtended', data: { orderId: balance.orderId, expiresAt, extendedAt: at } };
};
