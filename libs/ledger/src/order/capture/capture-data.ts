import { outcomeOf } from '../assert-capture.js';
import type { OrderCaptured } from '../order-events.js';
import type { CapturedRow } from '../row.js';
import type { CaptureCase } from './capture-case.js';
import { captureDescription } from './capture-description.js';

/** What every capture event says, whichever of the four commands decided it. */
export const captureData = (
  { balance, command, amount, paymentIntent }: CaptureCase,
  rows: readonly CapturedRow[],
): OrderCaptured['data'] => ({
  orderId: balance.orderId,
  captureId: command.actionId,
  outcome: outcomeOf(balance),
  amount,
  currency: balance.currency,
  rows,
  description: captureDescription(command),
  ...(command.data.reference !== undefined && { reference: command.data.reference }),
  ...(paymentIntent !== undefined && { paymentIntent }),
  // Clocks of different machines differ; nothing is captured before its order was placed.
  capturedAt: command.at < balance.placedAt ? balance.placedAt : command.at,
});
