import { isDue, type Order, statusAt } from '#ledger';

/** The order statuses of WooCommerce. */
export type ShopStatus =
  'pending' | 'on-hold' | 'processing' | 'completed' | 'cancelled' | 'refunded' | 'failed';

/** Cash on delivery: the shop sends the goods before any money comes. */
const cashOnDelivery = 'cod';

const ofAuthorized = ({ payment }: Order): ShopStatus =>
  payment.offlineMethod === cashOnDelivery ? 'processing' : 'on-hold';

/**
 * After a capture the shop still has to send the goods (`processing`). For cash on delivery the
 * goods came before the money, so a captured order is `completed`.
 */
const ofCaptured = (order: Order): ShopStatus => {
  if (order.balance.captured === 0) return ofAuthorized(order);
  const isDone =
    order.payment.offlineMethod === cashOnDelivery && order.balance.status === 'Activated';
  return isDone ? 'completed' : 'processing';
};

const ofPending = ({ balance, payment }: Order, at: string): ShopStatus => {
  if (isDue(balance.expiresAt, at)) return 'cancelled';
  return payment.failure === undefined ? 'pending' : 'failed';
};

/**
 * The status that a shop shows at the time `at`. The time matters because an order expires at its
 * date without an event.
 */
export const shopStatusOf = (order: Order, at: string): ShopStatus => {
  const status = statusAt(order.balance, at);
  switch (status) {
    case 'Pending':
      return ofPending(order, at);
    case 'NotActivated':
      return ofAuthorized(order);
    case 'PartActivated':
    case 'Activated':
      return ofCaptured(order);
    case 'Returned':
      return 'refunded';
    case 'Closed':
      return 'cancelled';
    case 'Expired':
      return order.balance.captured > 0 ? 'processing' : 'cancelled';
  }
};

/**
 * Returns whether a shopper can pay an order: it is `Pending`, its total is above zero and its
 * expiry date has not come. An order paid after that date would expire at once.
 */
export const isPayable = (
  { balance: { status, total, expiresAt } }: Pick<Order, 'balance'>,
  at: string,
): boolean => status === 'Pending' && total > 0 && !isDue(expiresAt, at);

/** The shop's id of the payment method; empty while none was chosen. */
export const shopMethodOf = ({ balance, payment }: Order): string => {
  if (payment.offlineMethod !== undefined) return payment.offlineMethod;
  return balance.paymentMethod === 'card' && balance.status !== 'Pending'
    ? 'woocommerce_payments'
    : '';
};
