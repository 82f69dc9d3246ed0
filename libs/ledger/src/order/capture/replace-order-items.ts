import type { OrderItemsReplaced } from '../order-events.js';
import type { CapturedRow } from '../row.js';
import { captureData } from './capture-data.js';
import type { PricedItem } from '../request/priced-request.js';
import type { CaptureCase } from './capture-case.js';
import { captureDescription } from './capture-description.js';
import { remainderRow } from './remainder-row.js';
import { rowIdsAfter } from '../row-ids-after.js';

/**
 * ReplaceOrderItems: items with `replaceItems`. They are captured as they are given, without
 * matching; what is left becomes one row without VAT, or nothing.
 */
export const replaceOrderItems = (capture: CaptureCase): OrderItemsReplaced => {
  const { balance, amount, items, command } = capture;
  const nextRowId = rowIdsAfter(balance);
  const left = balance.remaining - amount;
  const remainder = left === 0 ? null : remainderRow(nextRowId(), left);
  const description = captureDescription(command);
  const rows = items.map((item) => replacementRow(item, nextRowId(), description));
  return { type: 'OrderItemsReplaced', data: { ...captureData(capture, rows), remainder } };
};

const replacementRow = (item: PricedItem, rowId: string, description: string): CapturedRow => ({
  rowId,
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  description: item.description ?? description,
  unitPrice: item.unitPrice,
  quantity: item.quantity,
  vatRate: item.vatRate ?? 0,
  ...(item.type !== undefined && { type: item.type }),
});
