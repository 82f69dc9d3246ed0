import { VersionedMap } from '../collections/versioned-map.js';
import { answerKey } from './answer-to.js';
import { assertFirstCapture } from './assert-first-capture.js';
import { changedCaptures } from './changed-captures.js';
import { recordedRowsIn } from './recorded-rows-in.js';
import { evolveBalance } from './evolve-balance.js';
import { isCaptureEvent } from './is-capture-event.js';
import type { Answer, Order, OrderCapture } from './order.js';
import type { CaptureEvent, RecordedOrderEvent } from './order-events.js';
import { paymentAfter } from './payment/evolve-payment.js';
import { reauthorizationsAfter } from './reauthorize/reauthorizations-after.js';
import { refundsAfter } from './refund/refunds-after.js';

/**
 * The order after one more event of its history. The order given stays as it was. Throws
 * `InvariantViolated` on an event that cannot follow.
 */
export const evolve = (order: Order | undefined, event: RecordedOrderEvent): Order => {
  const { action, idempotencyKey } = event.cause;
  const revision = order === undefined ? 0 : order.revision + 1;
  const answer = answerGiven(event, revision);
  const balance = evolveBalance(order?.balance, event);
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

/** Of several events of one request the last is written last, and so it is the one that counts. */
const answerGiven = (event: RecordedOrderEvent, revision: number): Answer => ({
  fingerprint: event.cause.fingerprint,
  revision,
  ...captureIdIn(event),
  ...(event.type === 'TerminalIntentCreated' && { paymentIntent: event.data.paymentIntent }),
  ...(event.cause.correlationId !== undefined && { correlationId: event.cause.correlationId }),
});

/** The capture that a request made: giving up the rest is the last event of a final one. */
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
