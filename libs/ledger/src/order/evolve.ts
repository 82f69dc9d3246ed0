import { VersionedMap } from '../collections/versioned-map.js';
import { answerKey } from './answer-to.js';
import { assertFirstCapture } from './assert-first-capture.js';
import { capturedRowsIn } from './captured-rows-in.js';
import { evolveBalance } from './evolve-balance.js';
import { isCaptureEvent } from './is-capture-event.js';
import type { Answer, Order, OrderCapture } from './order.js';
import type { CaptureEvent, RecordedOrderEvent } from './order-events.js';

/**
 * The order after one more event of its history. The order given stays as it was. Throws
 * `InvariantViolated` on an event that cannot follow.
 */
export const evolve = (order: Order | undefined, event: RecordedOrderEvent): Order => {
  const { action, idempotencyKey } = event.cause;
  const revision = order === undefined ? 0 : order.revision + 1;
  const answer = answerGiven(event, revision);
  const answers = order?.answers ?? VersionedMap.empty<Answer>();
  return {
    balance: evolveBalance(order?.balance, event),
    revision,
    captures: capturesAfter(order?.captures ?? VersionedMap.empty(), event),
    capturedRows: (order?.capturedRows ?? 0) + capturedRowsIn(event),
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
  ...(isCaptureEvent(event) && { captureId: event.data.captureId }),
  ...(event.cause.correlationId !== undefined && { correlationId: event.cause.correlationId }),
});

const capturesAfter = (
  captures: VersionedMap<OrderCapture>,
  event: RecordedOrderEvent,
): VersionedMap<OrderCapture> => {
  if (!isCaptureEvent(event)) return captures;
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
});
