import { reject, type Rejected, type Replayed } from './decision.js';
import type { ChangeShopStatusCommand } from './order-commands.js';
import type { ShopStatusChanged } from './order-events.js';
import type { Order, OrderBalance } from './order.js';

/**
 * Records that the shop completed or archived the order. A cancelled order can be neither completed
 * nor archived, and only a completed order can be archived (domain.md, "The shop's own status").
 */
export const changeShopStatus = (
  { balance, revision }: Order,
  { at, data: { status } }: ChangeShopStatusCommand,
): ShopStatusChanged | Rejected | Replayed => {
  if (isCancelled(balance)) return reject('SHOP_STATUS_NOT_ALLOWED', 'The order is cancelled.');
  if (status === 'archived' && balance.shop?.status !== 'completed') {
    return reject('SHOP_STATUS_NOT_ALLOWED', 'Only a completed order is archived.');
  }
  if (balance.shop?.status === status) return { kind: 'replayed', isByState: true, revision };
  return { type: 'ShopStatusChanged', data: { orderId: balance.orderId, status, changedAt: at } };
};

/**
 * True if the order was cancelled and nothing can be captured any more. The result becomes false
 * again if the order gets something to capture: by a reauthorisation, or because a capture fails
 * that was still open at the cancellation.
 */
export const isCancelled = ({
  givenUp,
  status,
}: Pick<OrderBalance, 'givenUp' | 'status'>): boolean =>
  givenUp?.cancelledAt !== undefined &&
  (status === 'Closed' || status === 'Activated' || status === 'Returned');
