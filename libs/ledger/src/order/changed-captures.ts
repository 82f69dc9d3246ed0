import { canonicalJson } from '../canonical-json.js';
import type { VersionedMap } from '../collections/versioned-map.js';
import { InvariantViolated } from './invariant-violated.js';
import type { OrderEvent } from './order-events.js';
import type { GatewayCapture, OrderCapture } from './order.js';

type Captures = VersionedMap<OrderCapture>;

/** The captures after an event that makes none: a refund, or the outcome of a requested one. */
export const changedCaptures = (captures: Captures, event: OrderEvent): Captures => {
  if (event.type === 'CaptureSettled' || event.type === 'CaptureFailed') {
    return ended(captures, event);
  }
  if (event.type !== 'OrderRefunded' && event.type !== 'RefundFailed') return captures;
  const { orderId, captures: shares } = event.data;
  const sign = event.type === 'OrderRefunded' ? 1 : -1;
  let after = captures;
  for (const { captureId, amount } of shares) {
    if (amount < 0) throw new InvariantViolated('I1', orderId, 'a share of a refund is negative');
    after = after.with(captureId, refunded(after.get(captureId), sign * amount, orderId));
  }
  return after;
};

type Outcome = Extract<OrderEvent, { type: 'CaptureSettled' | 'CaptureFailed' }>;

const ended = (captures: Captures, event: Outcome): Captures => {
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
  if (type === 'CaptureSettled') return data.charge === undefined ? {} : { charge: data.charge };
  const { reason, code } = data;
  return { failure: { reason, ...(code !== undefined && { code }) } };
};

/** I1 holds for each capture as it does for the order. */
const refunded = (
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
