import { evolveBalance } from '../evolve-balance.js';
import type { RequestCapture } from '../order-commands.js';
import type { CaptureEvent, OrderCancelled } from '../order-events.js';
import type { Order } from '../order.js';
import { hasRemainingRows } from '../something-left.js';
import { standingCaptures } from '../standing-captures.js';
import { rowsGivenUp } from './rows-given-up.js';

/** What a final capture gives up with it: all that is left after it, if anything is (ledger.md, "Capture"). */
export const giveUpRest = (
  order: Order,
  { at }: RequestCapture,
  capture: CaptureEvent,
): OrderCancelled[] => {
  const after = evolveBalance(order.balance, capture);
  if (!hasRemainingRows(after.rows)) return [];
  const { captureId, reference } = capture.data;
  return [
    {
      type: 'OrderCancelled',
      data: {
        orderId: after.orderId,
        amount: after.remaining,
        currency: after.currency,
        rows: rowsGivenUp(after),
        capturesStanding: standingCaptures(order) + 1,
        ...(reference !== undefined && { reference }),
        captureId,
        cancelledAt: at,
      },
    },
  ];
};
