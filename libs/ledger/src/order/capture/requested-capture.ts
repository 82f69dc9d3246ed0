import type { Rejected } from '../decision.js';
import type { Order, OrderCapture } from '../order.js';
import { reject } from '../reject.js';

/** The capture whose outcome somebody tells, if it still waits for one. */
export const requestedCapture = (order: Order, captureId: string): OrderCapture | Rejected => {
  const capture = order.captures.get(captureId);
  if (capture === undefined) {
    return reject('OUTCOME_CAPTURE_NOT_FOUND', 'The order has no such capture.');
  }
  return capture.status === 'requested'
    ? capture
    : reject('OUTCOME_CAPTURE_NOT_REQUESTED', `The capture is ${capture.status}.`);
};
