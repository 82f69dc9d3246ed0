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
type IntentCapture = CaptureTerminalPaymentCommand | CaptureAuthorizationCommand;

/** A payment as it was read before a capture through it, and how it is captured. */
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
 * A terminal payment is adopted by an order that holds no other payment and was not cancelled. A
 * capture without an intent is settled through a payment outside, which the order then holds.
 */
const holdsNoOther: IntentCheck = ({ order, command }) => {
  if (command.type !== 'CaptureTerminalPayment') return undefined;
  const { balance, payment } = order;
  const isCancelled = balance.status === 'Closed' || payment.status === 'released';
  const holdsOther =
    payment.paymentIntent === undefined
      ? countOpenCaptures(order) > 0
      : payment.paymentIntent !== command.data.paymentIntent;
  return isCancelled || holdsOther
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

const intentIsCapturable: IntentCheck = ({ command: { data } }) =>
  capturable.has(data.status)
    ? undefined
    : reject('PAYMENT_INTENT_NOT_CAPTURABLE', `The payment intent is ${data.status}.`);

/** Checks that can be made before the intent is read at the gateway. */
const orderChecks: readonly IntentCheck[] = [isPaidByCard, nothingRefunded, holdsNoOther];

/** Checks of a payment that a capture names, and that the order does not hold yet. */
const adoptionChecks: readonly IntentCheck[] = [
  isPaidByCard,
  holdsNoOther,
  intentNamesOrder,
  intentIsCapturable,
];

/** Checks 1 to 5 of domain.md, "Card payments". */
const intentChecks: readonly IntentCheck[] = [
  ...orderChecks,
  holdsIntent,
  intentNamesOrder,
  intentIsCapturable,
];

/**
 * The refusal that needs no look at the gateway, so that an intent is only read for an order that
 * allows it.
 */
export const refusalBeforeIntent = (order: Order, command: IntentCapture): Rejected | undefined =>
  firstRejection(orderChecks, { order, command });

/**
 * Captures through a payment intent. A capture through the same intent that waits for its outcome
 * or was settled is the answer if it took what is asked for: the gateway is never asked twice.
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
 * A capture that names its payment: one that the order holds, or a terminal payment, which
 * authorises a pending order.
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
 * The capture through the intent that is the answer to this request (docs/decisions/0050). One that
 * asks for all is answered with the last capture if nothing is left, unless what was left has been
 * cancelled since. One that asks for an amount is answered with a capture of this amount, unless it
 * has an idempotency key: a new key is a new request, for the next parcel of the same price say. A
 * capture of another part is no answer, although it waits: the caller would take the rest for
 * captured.
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
  const amount = asked.unit === 'minor' ? asked.value : undefined;
  // A capture of everything leaves no next parcel.
  const isWhole = isAllTaken && balance.captured + balance.requested === amount;
  if (command.idempotencyKey !== undefined && !isWhole) return undefined;
  return lastThrough(order, command, amount);
};

/** The last capture through the intent that waits, or else that was settled. */
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

/** A terminal payment authorises the order that waited for it. */
const authorizedBy = ({ balance }: Order, { type, at, data }: SeenPayment): OrderAuthorized[] =>
  type === 'CaptureTerminalPayment' && balance.status === 'Pending'
    ? [
        {
          type: 'OrderAuthorized',
          data: {
            orderId: balance.orderId,
            amount: balance.total,
            currency: balance.currency,
            authorizedAt: at,
            paymentIntent: data.paymentIntent,
          },
        },
      ]
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
