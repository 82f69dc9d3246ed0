import type { CaptureShare } from '../order-events.js';
import type { Order } from '../order.js';
import type { RefundedRow } from '../row.js';

/**
 * From which captures a refund is taken back: first those its rows come from, as far as there is money left in them,
 * then the others, the oldest first. `amount` must not be above what is left in all of them.
 */
export const captureShares = (
  { captures }: Order,
  rows: readonly RefundedRow[],
  amount: number,
): CaptureShare[] => {
  const wanted = worthByCapture(rows);
  const shares = new Map<string, number>();
  let open = amount;
  const take = (captureId: string, most: number): void => {
    const share = Math.min(open, most);
    if (share <= 0) return;
    open -= share;
    shares.set(captureId, (shares.get(captureId) ?? 0) + share);
  };
  for (const [captureId, worth] of wanted) {
    const capture = captures.get(captureId);
    if (capture !== undefined) take(captureId, Math.min(worth, capture.amount - capture.refunded));
  }
  for (const capture of captures.values()) {
    if (open === 0) break;
    if (capture.status !== 'settled') continue;
    const taken = shares.get(capture.captureId) ?? 0;
    take(capture.captureId, capture.amount - capture.refunded - taken);
  }
  return [...shares].map(([captureId, share]) => ({ captureId, amount: share }));
};

const worthByCapture = (rows: readonly RefundedRow[]): ReadonlyMap<string, number> => {
  const worth = new Map<string, number>();
  for (const { captureId, unitPrice, quantity } of rows) {
    if (captureId === undefined) continue;
    worth.set(captureId, (worth.get(captureId) ?? 0) + unitPrice * quantity);
  }
  return worth;
};
