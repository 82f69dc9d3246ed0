import type { Rejected } from '../decision.js';
import { firstRejection } from '../first-rejection.js';
import type { RequestCapture } from '../order-commands.js';
import type { CaptureEvent } from '../order-events.js';
import type { Order } from '../order.js';
import { pricedRequest } from '../request/priced-request.js';
import { requestChecks } from '../request/request-checks.js';
import { amountChecks } from './amount-checks.js';
import { isAllThatIsLeft } from './capture-case.js';
import type { CaptureCase } from './capture-case.js';
import { captureOrder } from './capture-order.js';
import { partCaptureOrderByAmount } from './part-capture-order-by-amount.js';
import { partCaptureOrder } from './part-capture-order.js';
import { replaceOrderItems } from './replace-order-items.js';

const captureRequestChecks = requestChecks('CAPTURE');

/** What of an order decides a capture. */
type CapturableOrder = Pick<Order, 'balance' | 'payment'>;

/**
 * Checks a capture in the documented order and turns it into one of the four commands (domain.md,
 * "Capture").
 */
export const requestCapture = (
  { balance, payment }: CapturableOrder,
  command: RequestCapture,
): CaptureEvent | Rejected => {
  const refused = firstRejection(captureRequestChecks, { balance, command });
  if (refused !== undefined) return refused;
  const { method, paymentIntent } = payment;
  const capture = {
    ...{ balance, command, paymentStatus: payment.status },
    ...(method === 'card' && paymentIntent !== undefined && { paymentIntent }),
    ...pricedRequest(balance, command.data),
  };
  return firstRejection(amountChecks, capture) ?? capturing(capture);
};

const capturing = (capture: CaptureCase): CaptureEvent | Rejected => {
  if (capture.items.length > 0) {
    return capture.command.data.replaceItems
      ? replaceOrderItems(capture)
      : partCaptureOrder(capture);
  }
  return isAllThatIsLeft(capture) ? captureOrder(capture) : partCaptureOrderByAmount(capture);
};
