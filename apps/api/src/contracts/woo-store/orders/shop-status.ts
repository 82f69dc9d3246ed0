import { isDue, type Order, statusAt } from '#ledger';

/** The order statuses of WooCommerce. */
export type ShopStatus =
  'pending' | 'on-hold' | 'processing' | 'completed' | 'cancelled' | 'refunded' | 'failed';

/** WooCommerce's name for cash on delivery. The goods are delivered before the customer pays. */
const cashOnDelivery = 'cod';

const ofAuthorized = ({ payment }: Order): ShopStatus =>
  payment.offlineMethod === cashOnDelivery ? 'processing' : 'on-hold';

/**
 * The status of a captured order. The shop still has to send the goods, so the status is
 * `processing`. With cash on delivery the goods were sent before the capture, so it is `completed`.
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
 * The status of an order in the shop at the time `at`. The time is needed because no event is
 * written at the moment when an order expires.
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
 * True if a shopper can pay the order: it is `Pending`, its total is above zero, and it has not
 * expired. An order that is paid after its expiry date would expire at once.
 */
export const isPayable = (
  { balance: { status, total, expiresAt } }: Pick<Order, 'balance'>,
  at: string,
): boolean => status === 'Pending' && total > 0 && !isDue(expiresAt, at);

/** WooCommerce's id of the order's payment method. Empty until a method was chosen. */
export const shopMethodOf = ({ balance, payment }: Order): string => {
  if (payment.offlineMethod !== undefined) return payment.offlineMethod;
  return balance.paymentMethod === 'card' && balance.status !== 'Pending'
    ? 'woocommerce_payments'
    : '';
};
