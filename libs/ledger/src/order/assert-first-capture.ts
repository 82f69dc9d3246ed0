import type { VersionedMap } from '../collections/versioned-map.js';
import { InvariantViolated } from './invariant-violated.js';
import { isCaptureEvent } from './is-capture-event.js';
import type { OrderEvent } from './order-events.js';
import type { OrderCapture } from './order.js';

/**
 * Throws `InvariantViolated` if the event makes a capture that the order has already: one action,
 * one effect (I4).
 */
export const assertFirstCapture = (
  captures: VersionedMap<OrderCapture>,
  event: OrderEvent,
): void => {
  if (isCaptureEvent(event) && captures.get(event.data.captureId) !== undefined) {
    const { orderId, captureId } = event.data;
    throw new InvariantViolated('I4', orderId, `capture ${captureId} is made twice`);
  }
};
