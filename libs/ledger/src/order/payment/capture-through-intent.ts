import { currencyDecimals, exactMinorUnits } from '../../money/amount.js';
import {
  type Rejected,
  type Replayed,
  firstRejection,
  type Check,
  reject,
  intentMismatch,
  notByCard,
} from '../decision.js';
import { isCancelled } from '../change-shop-status.js';
import { evolveBalance } from '../evolve-balance.js';
import type {
  CaptureAuthorizationCommand,
  CaptureTerminalPaymentCommand,
  NamedPayment,
  PaymentIntentSeen,
  RequestCapture,
} from '../order-commands.js';
import type { CaptureEvent, OrderAuthorized } from '../order-events.js';
import { countOpenCaptures, type Order, type OrderCapture } from '../order.js';
import { hasRemainingRows } from '../row.js';
import { requestCapture } from '../capture/request-capture.js';
import { orderAuthorized } from './authorize-order.js';

type IntentCapture = CaptureTerminalPaymentCommand | CaptureAuthorizationCommand;

/**
 * The intent as the gateway showed it, with the type and the time of the command that captures
 * through this intent.
 */
type SeenPayment = IntentCase['command'] & Pick<IntentCapture, 'at'>;

interface IntentCase {
  readonly order: Order;
  readonly command: { readonly type: IntentCapture['type']; readonly data: PaymentIntentSeen };
}

type IntentCheck = Check<IntentCase>;

const isPaidByCard: IntentCheck = ({ order }) =>
  order.payment.method === 'card' ? undefined : notByCard;

const nothingRefunded: IntentCheck = ({ order: { balance } }) =>
  balance.refunded > 0
    ? reject('PAYMENT_ORDER_REFUNDED', 'The order is partly or wholly refunded.')
    : undefined;

/**
 * Rejects a terminal payment for an order that was cancelled or belongs to another payment. A card
 * order that was captured without an intent was paid outside the gateway, so it cannot be paid at a
 * terminal too.
 */
const holdsNoOther: IntentCheck = ({ order, command }) => {
  if (command.type !== 'CaptureTerminalPayment') return undefined;
  const { balance, payment } = order;
  const isClosed = balance.status === 'Closed' || payment.status === 'released';
  const holdsOther =
    payment.paymentIntent === undefined
      ? countOpenCaptures(order) > 0
      : payment.paymentIntent !== command.data.paymentIntent;
  return isClosed || holdsOther
    ? reject('PAYMENT_ALREADY_PROCESSED', 'The order was cancelled or holds another payment.')
    : undefined;
};

const holdsIntent: IntentCheck = ({ order: { payment }, command }) =>
  command.type === 'CaptureAuthorization' && payment.paymentIntent !== command.data.paymentIntent
    ? intentMismatch
    : undefined;

const intentNamesOrder: IntentCheck = ({ order: { balance }, command }) =>
  command.data.orderReference === balance.orderNumber ? undefined : intentMismatch;

const capturable: ReadonlySet<string> = new Set(['requires_capture', 'processing', 'succeeded']);

/**
 * A lapsed intent that the order holds passes: its capture is requested and fails, which marks the
 * payment as lapsed. Otherwise the order would always show that its money is held.
 */
const intentIsCapturable: IntentCheck = ({ order: { payment }, command: { data } }) => {
  const isHeld = payment.paymentIntent === data.paymentIntent && payment.status === 'authorized';
  return capturable.has(data.status) || (isHeld && data.isLapsed === true)
    ? undefined
    : reject('PAYMENT_INTENT_NOT_CAPTURABLE', `The payment intent is ${data.status}.`);
};

/** The checks that are possible before the intent is read at the gateway. */
const orderChecks: readonly IntentCheck[] = [isPaidByCard, nothingRefunded, holdsNoOther];

/** The checks of a terminal payment whose intent the order does not hold yet. */
const adoptionChecks: readonly IntentCheck[] = [
  isPaidByCard,
  holdsNoOther,
  intentNamesOrder,
  intentIsCapturable,
];

/**
 * All checks of a capture through a payment intent, in order of precedence (checks 1 to 5 of
 * domain.md, "Card payments").
 */
const intentChecks: readonly IntentCheck[] = [
  ...orderChecks,
  holdsIntent,
  intentNamesOrder,
  intentIsCapturable,
];

/**
 * The rejection that is known before the intent is read at the gateway. An early rejection saves
 * the call to the gateway.
 */
export const refusalBeforeIntent = (order: Order, command: IntentCapture): Rejected | undefined =>
  firstRejection(orderChecks, { order, command });

/**
 * Captures through a payment intent. An earlier capture through the same intent may already have
 * taken the amount asked for. If that capture is settled or waits for its outcome, it is the
 * answer, and the gateway is not asked again.
 */
export const captureThroughIntent = (
  order: Order,
  command: IntentCapture,
): readonly (OrderAuthorized | CaptureEvent)[] | Rejected | Replayed => {
  const refused = firstRejection(intentChecks, { order, command });
  if (refused !== undefined) return refused;
  const before = captureAnswering(order, command);
  if (before !== undefined) {
    return {
      ...{ kind: 'replayed', isByState: true },
      ...{ revision: order.revision, captureId: before.captureId },
    };
  }
  return authorizedAndCaptured(order, command, asCapture(command));
};

/**
 * Captures through the payment intent that the command names. Either the order holds this intent
 * already, or the intent belongs to a terminal payment. A pending order is first authorised by the
 * terminal payment.
 */
export const captureByPayment = (
  order: Order,
  command: RequestCapture,
  { paymentIntent, seen }: NamedPayment,
): readonly (OrderAuthorized | CaptureEvent)[] | Rejected => {
  const isHeld = order.payment.paymentIntent === paymentIntent;
  if (isHeld && order.balance.status !== 'Pending') {
    const captured = requestCapture(order, command);
    return 'kind' in captured ? captured : [captured];
  }
  if (seen === undefined) return order.payment.method === 'card' ? intentMismatch : notByCard;
  const data = { paymentIntent, ...seen };
  const terminal = { type: 'CaptureTerminalPayment', at: command.at, data } as const;
  const refused = firstRejection(adoptionChecks, { order, command: terminal });
  return refused ?? authorizedAndCaptured(order, terminal, command);
};

const authorizedAndCaptured = (
  order: Order,
  seen: SeenPayment,
  capture: RequestCapture,
): readonly (OrderAuthorized | CaptureEvent)[] | Rejected => {
  const authorized = authorizedBy(order, seen);
  const balance = authorized.reduce(evolveBalance, order.balance);
  const { paymentIntent } = seen.data;
  const captured = requestCapture(
    { balance, payment: { method: 'card', status: 'authorized', paymentIntent } },
    capture,
  );
  return 'kind' in captured ? captured : [...authorized, captured];
};

/**
 * The earlier capture through the intent that answers this request, if there is one
 * (docs/decisions/0050). A request for everything is answered with the newest capture if nothing is
 * left, unless the rest was cancelled. A request for an amount is answered with an earlier capture
 * of the same amount, unless the request has a new idempotency key: such a request may be for
 * another parcel of the same price. A capture of a different amount is never the answer, because
 * the caller would believe that the rest was captured too.
 */
export const captureAnswering = (
  order: Order,
  command: IntentCapture,
): OrderCapture | undefined => {
  const { balance } = order;
  const asked = command.type === 'CaptureAuthorization' ? command.data.amount : undefined;
  const isAllTaken = !hasRemainingRows(balance.rows);
  if (asked === undefined) {
    return isAllTaken && !isCancelled(balance) ? lastThrough(order, command) : undefined;
  }
  const amount = exactMinorUnits(asked, currencyDecimals(balance.currency));
  // A request with a new idempotency key is usually for another parcel of the same price, so an
  // earlier capture is not its answer. It must be a repeat, though, if nothing is left to capture
  // and this amount is all that was captured.
  const isWhole = isAllTaken && balance.captured + balance.requested === amount;
  if (command.idempotencyKey !== undefined && !isWhole) return undefined;
  return lastThrough(order, command, amount);
};

/**
 * The newest capture through the intent that waits for its outcome. If none waits, the newest
 * settled capture through the intent.
 */
const lastThrough = (
  { captures }: Order,
  { data: { paymentIntent } }: IntentCapture,
  amount?: number,
): OrderCapture | undefined => {
  let waiting: OrderCapture | undefined;
  let settled: OrderCapture | undefined;
  for (const capture of captures.values()) {
    if (capture.gateway?.paymentIntent !== paymentIntent) continue;
    if (amount !== undefined && capture.amount !== amount) continue;
    if (capture.status === 'requested') waiting = capture;
    if (capture.status === 'settled') settled = capture;
  }
  return waiting ?? settled;
};

/** The event that authorises a pending order by a terminal payment; none for any other order. */
const authorizedBy = ({ balance }: Order, { type, at, data }: SeenPayment): OrderAuthorized[] =>
  type === 'CaptureTerminalPayment' && balance.status === 'Pending'
    ? [orderAuthorized(balance, at, { paymentIntent: data.paymentIntent })]
    : [];

const asCapture = (command: IntentCapture): RequestCapture => {
  const { description, reference } = command.data;
  const amount = command.type === 'CaptureAuthorization' ? command.data.amount : undefined;
  const { orderId, at, actionId } = command;
  return {
    type: 'RequestCapture',
    ...{ orderId, at, actionId },
    data: {
      amount: amount ?? 'remaining',
      items: [],
      replaceItems: false,
      ...(description !== undefined && { description }),
      ...(reference !== undefined && { reference }),
    },
  };
};
