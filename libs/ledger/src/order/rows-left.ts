import { without } from '../collections/objects.js';
import { vatOfPart } from '../money/vat.js';
import { assertPartOf, InvariantViolated } from './invariants.js';
import type { CaptureEvent } from './order-events.js';
import type { OrderBalance } from './order.js';
import {
  leftOfRow,
  vatMember,
  vatOf,
  vatTakenOf,
  withTaken,
  type CapturedRow,
  type OrderRow,
  type Row,
} from './row.js';
/**
 * The rows that a capture put in the place of the uncaptured ones, perhaps none (domain.md,
 * "Capture"); `undefined` if it left those that it did not take. A capture by amount from before
 * its rows kept their VAT has one row for the rest.
 */
export const remaindersIn = (event: CaptureEvent): readonly Row[] | undefined => {
  if (event.type === 'OrderCaptured') return undefined;
  if (event.type === 'OrderPartCaptured' && event.data.remainders) return event.data.remainders;
  const { remainder } = event.data;
  if (remainder === undefined) return undefined;
  return remainder === null ? [] : [remainder];
};

/** Sum over rows of unit price × quantity left, in minor units. */
export const valueLeft = (rows: readonly OrderRow[]): number => {
  let sum = 0;
  for (const row of rows) sum += row.unitPrice * row.remainingQuantity;
  return sum;
};

/** The order's rows after these quantities of them were captured. */
export const take = (balance: OrderBalance, captured: readonly CapturedRow[]): OrderRow[] => {
  const rows = balance.rows.slice();
  let next = 0;
  for (const part of captured) {
    const { rowId, quantity } = part;
    // A capture mostly takes rows in their order: then none is searched for.
    const index = rows[next]?.rowId === rowId ? next : rows.findIndex((row) => row.rowId === rowId);
    next = index + 1;
    const row = rows[index];
    if (row === undefined) {
      throw new InvariantViolated('I3', balance.orderId, `row ${rowId} is captured and not there`);
    }
    if (!Number.isSafeInteger(quantity) || quantity < 0 || quantity > row.remainingQuantity) {
      throw new InvariantViolated(
        'I3',
        balance.orderId,
        `row ${rowId} has less left than is captured`,
      );
    }
    assertPartOf(balance.orderId, row, part);
    rows[index] = withTaken(row, row.remainingQuantity - quantity, vatTakenOf(row) + vatOf(part));
  }
  return rows;
};

/**
 * The order's rows after a replacement: what was captured of them stays on record, what was not is
 * dissolved into the remainder rows.
 */
export const dissolve = (
  rows: readonly OrderRow[],
  remainders: readonly Row[] = [],
): OrderRow[] => [
  ...rows.filter(({ quantity, remainingQuantity }) => quantity > remainingQuantity).map(taken),
  ...remainders.map((row) => ({ ...row, remainingQuantity: row.quantity })),
];

/** The part taken of a row, as a row of its own. */
const taken = (row: OrderRow): OrderRow => {
  const quantity = row.quantity - row.remainingQuantity;
  const kept = { ...without(row, 'vat', 'vatTaken'), quantity, remainingQuantity: 0 };
  return { ...kept, ...vatMember(kept, vatTakenOf(row)) };
};

/**
 * The order's rows after a capture of these failed. Rows that a replacement had put in place of the
 * order's own are not among them any more, and come back as rows of their own.
 */
export const giveBack = (rows: readonly OrderRow[], failed: readonly CapturedRow[]): OrderRow[] => {
  const after = rows.slice();
  for (const captured of failed) {
    const index = after.findIndex(({ rowId }) => rowId === captured.rowId);
    const row = after[index];
    if (row === undefined) after.push({ ...captured, remainingQuantity: captured.quantity });
    else {
      const remaining = row.remainingQuantity + captured.quantity;
      after[index] = withTaken(row, remaining, vatTakenOf(row) - vatOf(captured));
    }
  }
  return after;
};

/** The order's rows after an authorisation of these in the place of what is not captured. */
export const reauthorize = (rows: readonly OrderRow[], authorized: readonly Row[]): OrderRow[] => {
  const fresh = authorized.map((row) => ({ ...row, remainingQuantity: row.quantity }));
  return [...dissolve(rows), ...fresh];
};

/** Gives the row ids that follow those the order has made so far: `r<n+1>`, `r<n+2>`, ... */
export const rowIdsAfter = ({ rowsMade }: OrderBalance): (() => string) => {
  let made = rowsMade;
  return () => {
    made += 1;
    return `r${made}`;
  };
};

/**
 * A captured quantity of one of the order's rows, as in a capture event. The row's attributes stay
 * where they are, in the registration: repeating them in every capture could make an event larger
 * than the event store takes.
 */
export const capturedRow = (row: OrderRow, quantity: number): CapturedRow => ({
  rowId: row.rowId,
  ...(row.articleNumber !== undefined && { articleNumber: row.articleNumber }),
  description: row.description,
  unitPrice: row.unitPrice,
  quantity,
  vatRate: row.vatRate,
  ...(row.type !== undefined && { type: row.type }),
  ...vatMember(
    { unitPrice: row.unitPrice, quantity, vatRate: row.vatRate },
    vatOfPart(leftOfRow(row), row.unitPrice * quantity),
  ),
});

/** The rest of each row, as in a cancellation event. */
export const rowsGivenUp = ({ rows }: OrderBalance): Row[] =>
  rows
    .filter(({ remainingQuantity }) => remainingQuantity > 0)
    .map((row) => capturedRow(row, row.remainingQuantity));

/**
 * The one row that stands for what a replacement left uncaptured (walley.md, "Capture"). `left` in
 * minor units.
 */
export const remainderRow = (rowId: string, left: number): Row => ({
  rowId,
  articleNumber: 'remainder',
  description: 'Remaining amount',
  unitPrice: left,
  quantity: 1,
  vatRate: 0,
});
