import type { OrderPartCaptured } from '../order-events.js';
import { captureData } from './capture-data.js';
import type { CaptureCase } from './capture-case.js';
import { captureDescription } from './capture-description.js';
import { remainderRow } from './remainder-row.js';
import { rowIdsAfter } from '../row-ids-after.js';

/**
 * PartCaptureOrderByAmount: no items, and the amount is less than what remains. The uncaptured rows
 * are replaced by the captured row and one row for the rest.
 */
export const partCaptureOrderByAmount = (capture: CaptureCase): OrderPartCaptured => {
  const { balance, amount, command } = capture;
  const nextRowId = rowIdsAfter(balance);
  const remainder = remainderRow(nextRowId(), balance.remaining - amount);
  const row = {
    rowId: nextRowId(),
    articleNumber: 'capture',
    description: captureDescription(command),
    unitPrice: amount,
    quantity: 1,
    vatRate: 0,
  };
  return { type: 'OrderPartCaptured', data: { ...captureData(capture, [row]), remainder } };
};
