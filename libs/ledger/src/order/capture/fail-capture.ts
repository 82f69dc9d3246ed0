import type { Rejected } from '../decision.js';
import type { FailCapture } from '../order-commands.js';
import type { CaptureFailed } from '../order-events.js';
import type { Order } from '../order.js';
import { standingCaptures } from '../standing-captures.js';
import { requestedCapture } from './requested-capture.js';

/**
 * Records that the gateway refused a requested capture and gives its amount back to the order (architecture.md,
 * "Asynchronous captures").
 */
export const failCapture = (
  order: Order,
  { at, data: { captureId, reason, code, authorizationLapsed } }: FailCapture,
): CaptureFailed | Rejected => {
  const { orderId, currency } = order.balance;
  const capture = requestedCapture(order, captureId);
  if ('kind' in capture) return capture;
  const { amount, rows } = capture;
  const capturesStanding = standingCaptures(order) - 1;
  return {
    type: 'CaptureFailed',
    data: {
      ...{ orderId, captureId, amount, currency, rows, reason },
      ...(code !== undefined && { code }),
      ...(authorizationLapsed === true && { authorizationLapsed }),
      ...{ capturesStanding, failedAt: at },
    },
  };
};
