import type { Rejected } from '../decision.js';
import type { SettleCapture } from '../order-commands.js';
import type { CaptureSettled } from '../order-events.js';
import type { Order } from '../order.js';
import { requestedCapture } from './requested-capture.js';

/** Records that the gateway took the money of a requested capture (architecture.md, "Asynchronous captures"). */
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
