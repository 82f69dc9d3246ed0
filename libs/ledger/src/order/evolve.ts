import { canonicalJson } from '../canonical-json.js';
import { VersionedMap } from '../collections/versioned-map.js';
import { evolveBalance } from './evolve-balance.js';
import { answerKey } from './idempotency.js';
import { assertFirstCapture, InvariantViolated } from './invariants.js';
import {
  type CaptureEvent,
  isCaptureEvent,
  type OrderEvent,
  type RecordedOrderEvent,
} from './order-events.js';
import type { Answer, GatewayCapture, Order, OrderBalance, OrderCapture } from './order.js';
import { paymentAfter } from './payment/evolve-payment.js';
import { reauthorizationsAfter } from './reauthorize/reauthorizations.js';
import { recordedRowsIn } from './accept.js';
import { refundsAfter } from './refund/evolve-refunds.js';

/**
 * The order after one more event. The given order is not changed. Throws `InvariantViolated` on an
 * event that cannot follow.
 */
export const evolve = (order: Order | undefined, event: RecordedOrderEvent): Order =>
  evolveTo(order, event, evolveBalance(order?.balance, event));

/** Like `evolve`, with a balance that `decide` has already computed (`Accepted.balances`). */
export const evolveTo = (
  order: Order | undefined,
  event: RecordedOrderEvent,
  balance: OrderBalance,
): Order => {
  const { action, idempotencyKey } = event.cause;
  const revision = order === undefined ? 0 : order.revision + 1;
  const answer = answerGiven(event, revision);
  const answers = order?.answers ?? VersionedMap.empty<Answer>();
  return {
    balance,
    revision,
    captures: capturesAfter(order?.captures ?? VersionedMap.empty(), event),
    recordedRows: (order?.recordedRows ?? 0) + recordedRowsIn(event),
    refunds: refundsAfter(order, event),
    payment: paymentAfter(order, event, balance),
    reauthorizations: reauthorizationsAfter(order?.reauthorizations, event),
    registration: order === undefined || action === 'register' ? answer : order.registration,
    answers:
      idempotencyKey === undefined
        ? answers
        : answers.with(answerKey(action, idempotencyKey), answer),
  };
};

/**
 * The answer that a repeat of the request gets. A request may write several events. Each event's
 * answer replaces the one before, so that the answer of the last event counts.
 */
const answerGiven = (event: RecordedOrderEvent, revision: number): Answer => ({
  fingerprint: event.cause.fingerprint,
  revision,
  ...captureIdIn(event),
  ...((event.type === 'TerminalIntentCreated' || event.type === 'CheckoutIntentCreated') && {
    paymentIntent: event.data.paymentIntent,
  }),
  ...(event.type === 'OrderAuthorizationFailed' && { failure: event.data.reason }),
  ...(event.cause.correlationId !== undefined && { correlationId: event.cause.correlationId }),
});

/**
 * The id of the capture that was made by the same request as this event. A final capture also
 * writes an `OrderCancelled` for the uncaptured rest. That event has the capture's id too.
 */
const captureIdIn = (event: RecordedOrderEvent): { captureId?: string } => {
  if (isCaptureEvent(event)) return { captureId: event.data.captureId };
  if (event.type !== 'OrderCancelled' || event.data.captureId === undefined) return {};
  return { captureId: event.data.captureId };
};

const capturesAfter = (
  captures: VersionedMap<OrderCapture>,
  event: RecordedOrderEvent,
): VersionedMap<OrderCapture> => {
  if (!isCaptureEvent(event)) return changedCaptures(captures, event);
  assertFirstCapture(captures, event);
  return captures.with(event.data.captureId, captureOf(event));
};

const captureOf = ({ data }: CaptureEvent): OrderCapture => ({
  captureId: data.captureId,
  status: data.outcome,
  amount: data.amount,
  refunded: 0,
  description: data.description,
  ...(data.reference !== undefined && { reference: data.reference }),
  capturedAt: data.capturedAt,
  rows: data.rows,
  ...(data.paymentIntent !== undefined && { gateway: { paymentIntent: data.paymentIntent } }),
});

type Captures = VersionedMap<OrderCapture>;

/**
 * The captures after an event that changes existing captures: the outcome of a capture, a new
 * refund, or a failed refund.
 */
export const changedCaptures = (captures: Captures, event: OrderEvent): Captures => {
  if (event.type === 'CaptureSettled' || event.type === 'CaptureFailed') {
    return withOutcome(captures, event);
  }
  if (event.type !== 'OrderRefunded' && event.type !== 'RefundFailed') return captures;
  const { orderId, captures: shares } = event.data;
  const sign = event.type === 'OrderRefunded' ? 1 : -1;
  let after = captures;
  for (const { captureId, amount } of shares) {
    if (amount < 0) throw new InvariantViolated('I1', orderId, 'a share of a refund is negative');
    after = after.with(captureId, withRefund(after.get(captureId), sign * amount, orderId));
  }
  return after;
};

type Outcome = Extract<OrderEvent, { type: 'CaptureSettled' | 'CaptureFailed' }>;

const withOutcome = (captures: Captures, event: Outcome): Captures => {
  const { type, data } = event;
  const { orderId, captureId, amount, rows } = data;
  const capture = captures.get(captureId);
  if (capture?.status !== 'requested' || capture.amount !== amount) {
    throw new InvariantViolated('I5', orderId, `${type} of ${captureId}, which was not requested`);
  }
  if (canonicalJson(rows) !== canonicalJson(capture.rows)) {
    throw new InvariantViolated(
      'I3',
      orderId,
      `${type} of ${captureId} with other rows than it has`,
    );
  }
  const status = type === 'CaptureSettled' ? 'settled' : 'failed';
  const gateway = { ...capture.gateway, ...gatewayOutcome(event) };
  const isKnown = Object.keys(gateway).length > 0;
  return captures.with(captureId, { ...capture, status, ...(isKnown && { gateway }) });
};

const gatewayOutcome = ({ type, data }: Outcome): GatewayCapture => {
  if (type === 'CaptureSettled') {
    const { charge, restReleased } = data;
    return { ...(charge !== undefined && { charge }), ...(restReleased && { restReleased }) };
  }
  const { reason, code } = data;
  return { failure: { reason, ...(code !== undefined && { code }) } };
};

/**
 * Adds a refunded amount to a capture. Throws `InvariantViolated` if the refunds of the capture are
 * above its settled amount (I1).
 */
const withRefund = (
  capture: OrderCapture | undefined,
  amount: number,
  orderId: string,
): OrderCapture => {
  const after = (capture?.refunded ?? 0) + amount;
  if (capture?.status !== 'settled' || after < 0 || after > capture.amount) {
    throw new InvariantViolated('I1', orderId, 'more is refunded than was captured and settled');
  }
  return { ...capture, refunded: after };
};

/**
 * The order after the given events, which are a whole history or the first part of one; `undefined`
 * without events.
 */
export const fold = (events: Iterable<RecordedOrderEvent>): Order | undefined => {
  let order: Order | undefined;
  for (const event of events) order = evolve(order, event);
  return order;
};
