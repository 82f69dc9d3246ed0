import { requestCapture } from '../capture/request-capture.js';
import { type Rejected, reject } from '../decision.js';
import { evolveBalance } from '../evolve-balance.js';
import { statusAt } from '../expiry.js';
import type { AuthorizeOrderCommand } from '../order-commands.js';
import type { CaptureEvent, OrderAuthorizationFailed, OrderAuthorized } from '../order-events.js';
import type { Instant } from '../../time/instant.js';
import type { OrderBalance } from '../order.js';

type PaymentRecorded = OrderAuthorized | OrderAuthorizationFailed | CaptureEvent;

/**
 * Records the result of a payment. A pending order becomes authorised, and is captured as well if
 * that was asked for. After a failed payment the order stays pending.
 */
export const authorizeOrder = (
  balance: OrderBalance,
  command: AuthorizeOrderCommand,
): readonly PaymentRecorded[] | Rejected => {
  const { at, data } = command;
  const { orderId } = balance;
  const status = statusAt(balance, at);
  if (status !== 'Pending') {
    return reject('AUTHORIZE_INVALID_STATUS', `The order is ${status}, not waiting for a payment.`);
  }
  const intent = data.paymentIntent !== undefined && { paymentIntent: data.paymentIntent };
  if (data.outcome === 'failed') {
    const failed = { orderId, reason: data.reason, failedAt: at, ...intent };
    return [{ type: 'OrderAuthorizationFailed', data: failed }];
  }
  const authorized = orderAuthorized(balance, at, data);
  return data.capture === true
    ? [authorized, ...captureOfAll(balance, command, authorized)]
    : [authorized];
};

type Authorized = Extract<AuthorizeOrderCommand['data'], { outcome: 'authorized' }>;

/**
 * The event that authorises a whole order. `paymentMethod` is the method that the customer used.
 */
export const orderAuthorized = (
  {
    orderId,
    total,
    currency,
    paymentMethod: registered,
  }: Pick<OrderBalance, 'orderId' | 'total' | 'currency' | 'paymentMethod'>,
  at: Instant,
  {
    paymentIntent,
    paymentMethod,
    offlineMethod,
  }: Omit<Authorized, 'outcome' | 'capture' | 'request'>,
): OrderAuthorized => ({
  type: 'OrderAuthorized',
  data: {
    ...{ orderId, amount: total, currency, authorizedAt: at },
    ...(paymentIntent !== undefined && { paymentIntent }),
    ...(paymentMethod !== undefined && paymentMethod !== registered && { paymentMethod }),
    ...(offlineMethod !== undefined && { offlineMethod }),
  },
});

/**
 * The capture of the whole order; none if the order cannot be captured, for example after its
 * expiry date. The payment is recorded in both cases.
 */
const captureOfAll = (
  before: OrderBalance,
  { orderId, at, actionId }: AuthorizeOrderCommand,
  authorized: OrderAuthorized,
): readonly CaptureEvent[] => {
  const balance = evolveBalance(before, authorized);
  const { paymentIntent } = authorized.data;
  const captured = requestCapture(
    {
      balance,
      payment: {
        ...{ method: balance.paymentMethod, status: 'authorized' },
        ...(paymentIntent !== undefined && { paymentIntent }),
      },
    },
    {
      type: 'RequestCapture',
      ...{ orderId, at, actionId },
      data: { amount: 'remaining', items: [], replaceItems: false },
    },
  );
  return 'kind' in captured ? [] : [captured];
};
