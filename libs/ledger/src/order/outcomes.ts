import { reject, type Rejected } from './decision.js';
import type { FailCapture, FailRefund, SettleCapture, SettleRefund } from './order-commands.js';
import type { CaptureFailed, CaptureSettled, RefundFailed, RefundSettled } from './order-events.js';
import { countOpenCaptures, type Order, type OrderCapture, type OrderRefund } from './order.js';

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
const requestedCapture = (order: Order, captureId: string): OrderCapture | Rejected => {
  const capture = order.captures.get(captureId);
  if (capture === undefined) {
    return reject('OUTCOME_CAPTURE_NOT_FOUND', 'The order has no such capture.');
  }
  return capture.status === 'requested'
    ? capture
    : reject('OUTCOME_CAPTURE_NOT_REQUESTED', `The capture is ${capture.status}.`);
};

/** Records that the gateway paid a requested refund. */
export const settleRefund = (
  order: Order,
  { at, data: { refundId, gatewayRefundId } }: SettleRefund,
): RefundSettled | Rejected => {
  const refund = requestedRefund(order, refundId);
  if ('kind' in refund) return refund;
  const { description, reference, refundedAt } = refund;
  return {
    type: 'RefundSettled',
    data: {
      ...contentOfRefund(order, refund),
      description,
      ...(reference !== undefined && { reference }),
      refundedAt,
      ...(gatewayRefundId !== undefined && { gatewayRefundId }),
      settledAt: at,
    },
  };
};

/**
 * Records that the gateway refused a requested refund. The amount and the rows of the refund can be
 * refunded again.
 */
export const failRefund = (
  order: Order,
  { at, data: { refundId, reason, code } }: FailRefund,
): RefundFailed | Rejected => {
  const refund = requestedRefund(order, refundId);
  if ('kind' in refund) return refund;
  return {
    type: 'RefundFailed',
    data: {
      ...contentOfRefund(order, refund),
      reason,
      ...(code !== undefined && { code }),
      failedAt: at,
    },
  };
};

const contentOfRefund = (
  { balance: { orderId, currency } }: Order,
  { refundId, amount, rows, captures }: OrderRefund,
) => ({ orderId, refundId, amount, currency, rows, captures });

const requestedRefund = ({ refunds }: Order, refundId: string): OrderRefund | Rejected => {
  const refund = refunds?.made.get(refundId);
  if (refund === undefined) {
    return reject('OUTCOME_REFUND_NOT_FOUND', 'The order has no such refund.');
  }
  return refund.status === 'requested'
    ? refund
    : reject('OUTCOME_REFUND_NOT_REQUESTED', `The refund is ${refund.status}.`);
};
