import { intentMismatch, notByCard, reject, type Rejected, type Replayed } from '../decision.js';
import { statusAt } from '../expiry.js';
import type {
  CreateCheckoutIntentCommand,
  CreateCustomerCommand,
  CreateTerminalIntentCommand,
  ReleaseAuthorization,
} from '../order-commands.js';
import type {
  AuthorizationReleased,
  CheckoutIntentCreated,
  CustomerLinked,
  TerminalIntentCreated,
} from '../order-events.js';
import type { Order } from '../order.js';
import { releaseDue } from './evolve-payment.js';

/**
 * Records a card-present intent that was created at the gateway for the order's total (domain.md,
 * "Commands").
 */
export const createTerminalIntent = (
  { balance, payment, revision }: Order,
  { at, data }: CreateTerminalIntentCommand,
): TerminalIntentCreated | Rejected | Replayed => {
  if (payment.method !== 'card') return notByCard;
  const { paymentIntent, metadata, paymentMethods, captureMethod, customerId } = data;
  if (payment.terminalIntents?.get(paymentIntent) !== undefined) {
    return { kind: 'replayed', isByState: true, revision, paymentIntent };
  }
  return {
    type: 'TerminalIntentCreated',
    data: {
      orderId: balance.orderId,
      paymentIntent,
      amount: balance.total,
      currency: balance.currency,
      ...{ metadata, paymentMethods, captureMethod },
      ...(customerId !== undefined && { customerId }),
      createdAt: at,
    },
  };
};

/**
 * Records the id of the customer that the gateway keeps for an order. Rejected if the order has
 * nothing left to capture or its payment failed (domain.md, "Card payments").
 */
export const createCustomer = (
  { balance, payment, revision }: Order,
  { at, data: { customerId } }: CreateCustomerCommand,
): CustomerLinked | Rejected | Replayed => {
  const status = statusAt(balance, at);
  const hasFailed = status === 'Pending' && payment.failure !== undefined;
  const isOpen = status === 'Pending' || status === 'NotActivated' || status === 'PartActivated';
  if (!isOpen || hasFailed) {
    const state = hasFailed ? 'Pending, and its payment failed' : status;
    return reject('CUSTOMER_INVALID_ORDER_STATUS', `The order is ${state}.`);
  }
  if (payment.customerId === customerId) return { kind: 'replayed', isByState: true, revision };
  return { type: 'CustomerLinked', data: { orderId: balance.orderId, customerId, linkedAt: at } };
};

/** Records that the gateway released the money that it still held for an order. */
export const releaseAuthorization = (
  order: Order,
  { at, data: { paymentIntent } }: ReleaseAuthorization,
): AuthorizationReleased | Rejected => {
  const due = releaseDue(order);
  if (due === undefined) {
    return reject('RELEASE_NOT_DUE', 'No release of the authorisation is due.');
  }
  if (due.paymentIntent !== paymentIntent) return intentMismatch;
  const { orderId, currency } = order.balance;
  return { type: 'AuthorizationReleased', data: { orderId, ...due, currency, releasedAt: at } };
};

/**
 * Records the intent on which a checkout authorises cards, before a card is charged. If two
 * checkouts create an intent at once, both get the intent that is recorded first.
 */
export const createCheckoutIntent = (
  { balance, payment, revision }: Order,
  { at, data: { paymentIntent, replaces } }: CreateCheckoutIntentCommand,
): CheckoutIntentCreated | Rejected | Replayed => {
  const { orderId, status, total, currency } = balance;
  if (status !== 'Pending') {
    return reject('AUTHORIZE_INVALID_STATUS', `The order is ${status}, not waiting for a payment.`);
  }
  const known = payment.checkoutIntent;
  if (known !== undefined && known !== replaces) {
    return { kind: 'replayed', isByState: true, revision, paymentIntent: known };
  }
  return {
    type: 'CheckoutIntentCreated',
    data: { orderId, paymentIntent, amount: total, currency, createdAt: at },
  };
};
