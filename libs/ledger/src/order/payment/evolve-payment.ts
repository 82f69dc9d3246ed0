import { VersionedMap } from '../../collections/versioned-map.js';
import { without } from '../../collections/objects.js';
import { InvariantViolated } from '../invariants.js';
import type { OrderBalance, Order } from '../order.js';
import type {
  AuthorizationReleased,
  CaptureEvent,
  CheckoutIntentCreated,
  CustomerLinked,
  OrderAuthorizationFailed,
  OrderAuthorized,
  OrderCancelled,
  OrderEvent,
  OrderExpired,
  TerminalIntentCreated,
} from '../order-events.js';
import { hasRemainingRows } from '../row.js';
import type {
  AuthorizationFailure,
  OrderPayment,
  ReleaseDue,
  TerminalIntent,
} from './order-payment.js';

/**
 * The money that the gateway still holds and has to release, because nothing of the card order can
 * be captured any more and no capture waits for its outcome.
 *
 * Usually the gateway releases the rest together with the order's last capture. A separate release
 * is needed in three cases: the uncaptured rest was cancelled or expired without a further capture;
 * the last capture had the amount 0 and was not sent to the gateway; or the last capture was sent
 * before it was known to be the last.
 */
export const releaseDue = (
  order: Pick<Order, 'balance' | 'payment' | 'captures'>,
): ReleaseDue | undefined => {
  const { balance, payment } = order;
  const { paymentIntent, status, authorized = 0 } = payment;
  if (status !== 'authorized' || paymentIntent === undefined || !isRestHeld(order))
    return undefined;
  const amount = authorized - balance.captured;
  return amount > 0 ? { paymentIntent, amount } : undefined;
};

/**
 * True if nothing of the order can be captured any more and the gateway still holds the rest of the
 * authorised money.
 */
const isRestHeld = ({
  balance,
  payment,
  captures,
}: Pick<Order, 'balance' | 'payment' | 'captures'>): boolean => {
  // In these statuses something can be captured again, such as the amount of a capture that failed
  // after the cancellation.
  if (balance.status === 'NotActivated' || balance.status === 'PartActivated') return false;
  let isSettled = false;
  let isReleased = false;
  for (const { status, gateway } of captures.values()) {
    if (status === 'requested') return false;
    isSettled ||= status === 'settled';
    isReleased ||= gateway?.restReleased === true;
  }
  return payment.isRestGivenUp === true || (isSettled && !isReleased);
};

/**
 * True if nothing can be captured after this requested capture. The gateway may then release the
 * rest of the authorised money together with the capture.
 */
export const isLastCapture = (
  { balance, captures }: Pick<Order, 'balance' | 'captures'>,
  captureId: string,
): boolean => {
  if (balance.status !== 'Expired' && hasRemainingRows(balance.rows)) return false;
  for (const capture of captures.values()) {
    if (capture.status === 'requested' && capture.captureId !== captureId) return false;
  }
  return true;
};

/**
 * The order's payment after an event. Throws `InvariantViolated` if the event contradicts the
 * payment, for example if money is released that is not due (I4 and I5 of domain.md).
 */
export const paymentAfter = (
  order: Order | undefined,
  event: OrderEvent,
  { paymentMethod }: OrderBalance,
): OrderPayment => {
  if (order !== undefined && event.type === 'AuthorizationReleased') assertDue(order, event);
  return movePayment(order?.payment, event, paymentMethod);
};

/**
 * Like `paymentAfter`, for read models. They do not store the captures of an order, so this
 * function cannot check whether a release of money is due.
 */
export const movePayment = (
  payment: OrderPayment | undefined,
  event: OrderEvent,
  method: OrderPayment['method'],
): OrderPayment => {
  if (payment === undefined) return { method, status: 'pending' };
  switch (event.type) {
    case 'OrderAuthorized':
      return afterAuthorization(payment, event);
    case 'OrderAuthorizationFailed':
      return { ...payment, failure: failureIn(event) };
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return afterCapture(payment, event);
    case 'CaptureSettled':
      return afterCharge(payment, event.data);
    case 'CaptureFailed':
      return event.data.authorizationLapsed === true ? { ...payment, status: 'lapsed' } : payment;
    case 'OrderCancelled':
    case 'OrderExpired':
      return afterGivingUp(payment, event);
    case 'AuthorizationReleased':
      return { ...clearRestGivenUp(payment), status: 'released' };
    case 'TerminalIntentCreated':
    case 'CheckoutIntentCreated':
    case 'CustomerLinked':
      return withGatewayObject(payment, event);
    case 'OrderRegistered':
    case 'OrderRefunded':
    case 'RefundSettled':
    case 'RefundFailed':
    case 'ReauthorizationRequested':
    case 'ReauthorizationRejected':
    case 'OrderReauthorized':
    case 'OrderExtended':
    case 'ShopStatusChanged':
      return payment;
  }
};

const afterAuthorization = (payment: OrderPayment, { data }: OrderAuthorized): OrderPayment => {
  const { amount, paymentIntent, paymentMethod, offlineMethod } = data;
  const authorized: OrderPayment = {
    ...without(payment, 'failure', 'checkoutIntent'),
    ...(paymentMethod !== undefined && { method: paymentMethod }),
    ...(offlineMethod !== undefined && { offlineMethod }),
    ...{ status: 'authorized', authorized: amount },
  };
  return holdIntent(authorized, paymentIntent);
};

const afterCapture = (payment: OrderPayment, { data }: CaptureEvent): OrderPayment => {
  assertIntent(payment, data);
  return holdIntent(clearRestGivenUp(payment), data.paymentIntent);
};

/**
 * The gateway releases the rest of the authorised money together with a final capture. So the
 * cancellation that belongs to this capture does not mark the rest as given up: no separate release
 * is needed.
 */
const afterGivingUp = (
  payment: OrderPayment,
  event: OrderCancelled | OrderExpired,
): OrderPayment =>
  event.type === 'OrderCancelled' && event.data.captureId !== undefined
    ? payment
    : setRestGivenUp(payment);

/** The payment with an intent or a customer that was created at the gateway for this order. */
const withGatewayObject = (
  payment: OrderPayment,
  event: TerminalIntentCreated | CheckoutIntentCreated | CustomerLinked,
): OrderPayment => {
  if (event.type === 'TerminalIntentCreated') return withTerminalIntent(payment, event);
  return event.type === 'CheckoutIntentCreated'
    ? { ...payment, checkoutIntent: event.data.paymentIntent }
    : { ...payment, customerId: event.data.customerId };
};

const failureIn = ({ data }: OrderAuthorizationFailed): AuthorizationFailure => {
  const { reason, paymentIntent, failedAt } = data;
  return { reason, ...(paymentIntent !== undefined && { paymentIntent }), failedAt };
};

const holdIntent = (payment: OrderPayment, paymentIntent: string | undefined): OrderPayment =>
  paymentIntent === undefined || paymentIntent === payment.paymentIntent
    ? payment
    : { ...payment, paymentIntent };

const clearRestGivenUp = (payment: OrderPayment): OrderPayment =>
  payment.isRestGivenUp === undefined ? payment : without(payment, 'isRestGivenUp');

const setRestGivenUp = (payment: OrderPayment): OrderPayment =>
  payment.method === 'card' ? { ...payment, isRestGivenUp: true } : payment;

const afterCharge = (
  payment: OrderPayment,
  { charge, restReleased }: Extract<OrderEvent, { type: 'CaptureSettled' }>['data'],
): OrderPayment => {
  const after = restReleased === true ? clearRestGivenUp(payment) : payment;
  const holds = after.status === 'lapsed' ? { ...after, status: 'authorized' as const } : after;
  return charge?.customerId === undefined ? holds : { ...holds, customerId: charge.customerId };
};

const assertIntent = (
  payment: OrderPayment,
  { orderId, paymentIntent }: { readonly orderId: string; readonly paymentIntent?: string },
): void => {
  if (paymentIntent === undefined) return;
  if (payment.method !== 'card') {
    throw new InvariantViolated('I5', orderId, 'an invoice is captured through a payment intent');
  }
  if (payment.paymentIntent !== undefined && payment.paymentIntent !== paymentIntent) {
    throw new InvariantViolated('I5', orderId, `it is captured through intent ${paymentIntent}`);
  }
};

const assertDue = (order: Order, { data }: AuthorizationReleased): void => {
  const due = releaseDue(order);
  if (due?.paymentIntent !== data.paymentIntent || due.amount !== data.amount) {
    throw new InvariantViolated('I5', data.orderId, 'an authorisation is released that is not due');
  }
};

const withTerminalIntent = (
  payment: OrderPayment,
  { data }: TerminalIntentCreated,
): OrderPayment => {
  const { orderId, paymentIntent, amount, captureMethod, paymentMethods, createdAt } = data;
  const known = payment.terminalIntents ?? VersionedMap.empty<TerminalIntent>();
  if (known.get(paymentIntent) !== undefined) {
    throw new InvariantViolated('I4', orderId, `intent ${paymentIntent} is made twice`);
  }
  const intent = { paymentIntent, amount, captureMethod, paymentMethods, createdAt };
  return { ...payment, terminalIntents: known.with(paymentIntent, intent) };
};
