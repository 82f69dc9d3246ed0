import type { OrderCaptured } from '../order-events.js';
import { captureData } from './capture-data.js';
import type { CaptureCase } from './capture-case.js';
import { capturedRow } from '../matching/captured-row.js';

/**
 * CaptureOrder: no items, and the amount is what remains. All that is left is captured, with the
 * order's own rows.
 */
export const captureOrder = (capture: CaptureCase): OrderCaptured => {
  const rows = capture.balance.rows
    .filter((row) => row.remainingQuantity > 0)
    .map((row) => capturedRow(row, row.remainingQuantity));
  return { type: 'OrderCaptured', data: captureData(capture, rows) };
};
