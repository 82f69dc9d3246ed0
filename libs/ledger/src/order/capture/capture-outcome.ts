import { reject, type Rejected } from '../decision.js';
import type { FailCapture, SettleCapture } from '../order-commands.js';
import type { CaptureFailed, CaptureSettled } from '../order-events.js';
import { countOpenCaptures, type Order, type OrderCapture } from '../order.js';

/**
 * Records that the gateway took the money of a requested capture (architecture.md, "Asynchronous
 * captures").
 */
export const settleCapture = (
  order: Order,
  { at, data }: SettleCapture,
): CaptureSettled | Rejected => {
  const { orderId, currency } = order.balance;
  const capture = requestedCapture(order, data.captureId);
  if ('kind' in capture) return capture;
  const { captureId, amount, rows, description, reference, capturedAt } = capture;
  return {
    type: 'CaptureSettled',
    data: {
      ...{ orderId, captureId, amount, currency, rows, description },
      ...(reference !== undefined && { reference }),
      capturedAt,
      settledAt: at,
      ...(data.charge !== undefined && { charge: data.charge }),
      ...(data.restReleased === true && { restReleased: true }),
    },
  };
};

/**
 * Records that the gateway refused a requested capture and gives its amount back to the order
 * (architecture.md, "Asynchronous captures").
 */
export const failCapture = (
  order: Order,
  { at, data: { captureId, reason, code, authorizationLapsed } }: FailCapture,
): CaptureFailed | Rejected => {
  const { orderId, currency } = order.balance;
  const capture = requestedCapture(order, captureId);
  if ('kind' in capture) return capture;
  const { amount, rows } = capture;
  const openCaptures = countOpenCaptures(order) - 1;
  return {
    type: 'CaptureFailed',
    data: {
      ...{ orderId, captureId, amount, currency, rows, reason },
      ...(code !== undefined && { code }),
      ...(authorizationLapsed === true && { authorizationLapsed }),
      ...{ openCaptures, failedAt: at },
    },
  };
};

/**
 * Finds the capture whose outcome is reported. Rejected if the order has no such capture, or if the
 * capture already has an outcome.
 */
export const requestedCapture = (order: Order, captureId: string): OrderCapture | Rejected => {
  const capture = order.captures.get(captureId);
  if (capture === undefined) {
    return reject('OUTCOME_CAPTURE_NOT_FOUND', 'The order has no such capture.');
  }
  return capture.status === 'requested'
    ? capture
    : reject('OUTCOME_CAPTURE_NOT_REQUESTED', `The capture is ${capture.status}.`);
};
