import {
  type Rejected,
  type Replayed,
  firstRejection,
  type Check,
  reject,
  intentMismatch,
  notByCard,
} from '../decision.js';
import { evolveBalance } from '../evolve-balance.js';
import type {
  CaptureAuthorizationCommand,
  CaptureTerminalPaymentCommand,
  RequestCapture,
} from '../order-commands.js';
import type { CaptureEvent, OrderAuthorized } from '../order-events.js';
import { countOpenCaptures, type Order, type OrderCapture } from '../order.js';
import { hasRemainingRows } from '../row.js';
import { requestCapture } from '../capture/request-capture.js';
type IntentCapture = CaptureTerminalPaymentCommand | CaptureAuthorizationCommand;

interface IntentCase {
  readonly order: Order;
  readonly command: IntentCapture;
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
  const before = captureBefore(order, command);
  if (before !== undefined) {
    return {
      ...{ kind: 'replayed', isByState: true },
      ...{ revision: order.revision, captureId: before.captureId },
    };
  }
  const authorized = authorizedBy(order, command);
  const balance = authorized.reduce(evolveBalance, order.balance);
  const { paymentIntent } = command.data;
  const captured = requestCapture(
    { balance, payment: { method: 'card', status: 'authorized', paymentIntent } },
    asCapture(command),
  );
  return 'kind' in captured ? captured : [...authorized, captured];
};

/**
 * The capture through the intent that is the answer to this request. One that asks for all is
 * answered with the last capture if nothing is left after it. One that asks for an amount is
 * answered with a capture of this amount, unless it has an idempotency key: a new key is a new
 * request, for the next parcel of the same price say. A capture of another part is no answer,
 * although it waits: the caller would take the rest for captured.
 */
const captureBefore = (order: Order, command: IntentCapture): OrderCapture | undefined => {
  const asked = command.type === 'CaptureAuthorization' ? command.data.amount : undefined;
  const isAllTaken = !hasRemainingRows(order.balance.rows);
  if (asked === undefined) return isAllTaken ? lastThrough(order, command) : undefined;
  if (command.idempotencyKey !== undefined && !isAllTaken) return undefined;
  return lastThrough(order, command, asked.unit === 'minor' ? asked.value : undefined);
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
const authorizedBy = ({ balance }: Order, { type, at, data }: IntentCapture): OrderAuthorized[] =>
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
