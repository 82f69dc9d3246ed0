import { isDue, type Order, statusAt } from '#ledger';

/** The status of an order as shops know it. */
export type ShopStatus =
  'pending' | 'on-hold' | 'processing' | 'completed' | 'cancelled' | 'refunded' | 'failed';

/** Cash is taken when the goods are handed over: such an order is worked on at once. */
const cashOnDelivery = 'cod';

const ofAuthorized = ({ payment }: Order): ShopStatus =>
  payment.offlineMethod === cashOnDelivery ? 'processing' : 'on-hold';

/** Money that came in makes an order one to be worked on; of cash the work was done before. */
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

/** @param at The time of the request, since an order expires by its date */
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
 * True for an order that a shopper can pay: it waits for its payment, has something to pay, and its
 * expiry date is to come. An order paid after that date would expire at once.
 */
export const isPayable = (
  { balance: { status, total, expiresAt } }: Pick<Order, 'balance'>,
  at: string,
): boolean => status === 'Pending' && total > 0 && !isDue(expiresAt, at);

/** The payment method that a shop knows the order by; empty while none was chosen. */
export const shopMethodOf = ({ balance, payment }: Order): string => {
  if (payment.offlineMethod !== undefined) return payment.offlineMethod;
  return balance.paymentMethod === 'card' && balance.status !== 'Pending'
    ? 'woocommerce_payments'
    : '';
};
