import { majorUnits } from '#ledger';
import type { CapturedRow, OrderRow, Row } from '#ledger';
import type { OrderView } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import type { WalleyItemDto, WalleyOrderItemDto } from './order.dto.js';

export const walleyItem = (row: Row, quantity: number, currency: string): Plain<WalleyItemDto> => ({
  articleNumber: row.articleNumber ?? null,
  description: row.description,
  price: majorUnits(row.unitPrice, currency),
  quantity,
  vatRate: row.vatRate,
});

const uncaptured = (row: OrderRow, currency: string): Plain<WalleyOrderItemDto> => ({
  ...walleyItem(row, row.remainingQuantity, currency),
  capturedQuantity: row.quantity - row.remainingQuantity,
});

/** The rows of all captures that did not fail, one entry for each row of the order. */
const capturedRows = (order: OrderView): readonly CapturedRow[] => {
  const rows = new Map<string, CapturedRow>();
  const taken = order.captures.filter(({ status }) => status !== 'failed');
  for (const row of taken.flatMap((capture) => capture.rows)) {
    const quantity = row.quantity + (rows.get(row.rowId)?.quantity ?? 0);
    rows.set(row.rowId, { ...row, quantity });
  }
  return [...rows.values()];
};

/**
 * `items[]` of an order: the rows still uncaptured, so that sending them back as capture items captures the rest; when
 * nothing is left, all rows as captured (walley.md, "GET an order").
 */
export const walleyItems = (order: OrderView): readonly Plain<WalleyOrderItemDto>[] => {
  const left = order.rows.filter((row) => row.remainingQuantity > 0);
  if (left.length > 0) return left.map((row) => uncaptured(row, order.currency));
  return capturedRows(order).map((row) => ({
    ...walleyItem(row, row.quantity, order.currency),
    capturedQuantity: row.quantity,
  }));
};
