import { InvariantViolated } from './invariant-violated.js';
import type { OrderBalance } from './order.js';
import type { CaptureEvent, OrderItemsReplaced, OrderPartCaptured } from './order-events.js';
import type { CapturedRow, OrderRow, Row } from './row.js';

type Replacement = (OrderItemsReplaced | OrderPartCaptured) & {
  readonly data: { readonly remainder: Row | null };
};

/**
 * Whether a capture put a remainder row, or nothing, in the place of the uncaptured rows
 * (domain.md, "Capture").
 */
export const replaces = (event: CaptureEvent): event is Replacement =>
  event.type !== 'OrderCaptured' && event.data.remainder !== undefined;

/** Sum over rows of unit price × quantity left, in minor units. */
export const valueLeft = (rows: readonly OrderRow[]): number => {
  let sum = 0;
  for (const row of rows) sum += row.unitPrice * row.remainingQuantity;
  return sum;
};

/** The order's rows after these quantities of them were captured. */
export const take = (balance: OrderBalance, captured: readonly CapturedRow[]): OrderRow[] => {
  const rows = balance.rows.slice();
  for (const { rowId, quantity } of captured) {
    const index = rows.findIndex((row) => row.rowId === rowId);
    const row = rows[index];
    if (row === undefined) {
      throw new InvariantViolated('I3', balance.orderId, `row ${rowId} is captured and not there`);
    }
    rows[index] = { ...row, remainingQuantity: row.remainingQuantity - quantity };
  }
  return rows;
};

/**
 * The order's rows after a replacement: what was captured of them stays on record, what was not is
 * dissolved into the remainder row.
 */
export const dissolve = (rows: readonly OrderRow[], remainder: Row | null): OrderRow[] => {
  const kept: OrderRow[] = [];
  for (const row of rows) {
    const quantity = row.quantity - row.remainingQuantity;
    if (quantity > 0) kept.push({ ...row, quantity, remainingQuantity: 0 });
  }
  if (remainder !== null) kept.push({ ...remainder, remainingQuantity: remainder.quantity });
  return kept;
};

/**
 * The order's rows after a capture of these failed. Rows that a replacement had put in place of the order's own are
 * not among them any more, and come back as rows of their own.
 */
export const giveBack = (rows: readonly OrderRow[], failed: readonly CapturedRow[]): OrderRow[] => {
  const after = rows.slice();
  for (const captured of failed) {
    const index = after.findIndex(({ rowId }) => rowId === captured.rowId);
    const row = after[index];
    if (row === undefined) after.push({ ...captured, remainingQuantity: captured.quantity });
    else after[index] = { ...row, remainingQuantity: row.remainingQuantity + captured.quantity };
  }
  return after;
};

/** The order's rows after an authorisation of these in the place of what is not captured. */
export const reauthorize = (rows: readonly OrderRow[], authorized: readonly Row[]): OrderRow[] => {
  const fresh = authorized.map((row) => ({ ...row, remainingQuantity: row.quantity }));
  return [...dissolve(rows, null), ...fresh];
};
