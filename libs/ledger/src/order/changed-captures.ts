import { canonicalJson } from '../canonical-json.js';
import type { VersionedMap } from '../collections/versioned-map.js';
import { InvariantViolated } from './invariant-violated.js';
import type { OrderEvent } from './order-events.js';
import type { OrderCapture } from './order.js';

type Captures = VersionedMap<OrderCapture>;

/** The captures after an event that makes none: a refund, or the outcome of a requested one. */
export const changedCaptures = (captures: Captures, event: OrderEvent): Captures => {
  if (event.type === 'CaptureSettled' || event.type === 'CaptureFailed') {
    return ended(captures, event);
  }
  if (event.type !== 'OrderRefunded') return captures;
  const { orderId, captures: shares } = event.data;
  let after = captures;
  for (const { captureId, amount } of shares) {
    after = after.with(captureId, refunded(after.get(captureId), amount, orderId));
  }
  return after;
};

type Outcome = Extract<OrderEvent, { type: 'CaptureSettled' | 'CaptureFailed' }>;

const ended = (captures: Captures, { type, data }: Outcome): Captures => {
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
  return captures.with(captureId, { ...capture, status });
};

/** I1 holds for each capture as it does for the order. */
const refunded = (
  capture: OrderCapture | undefined,
  amount: number,
  orderId: string,
): OrderCapture => {
  if (capture?.status !== 'settled' || amount < 0 || capture.refunded + amount > capture.amount) {
    throw new InvariantViolated('I1', orderId, 'more is refunded than was captured and settled');
  }
  return { ...capture, refunded: capture.refunded + amount };
};
