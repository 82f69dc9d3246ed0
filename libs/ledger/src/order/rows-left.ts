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
 * The remainder rows of a capture: the rows for what is left, which replaced the uncaptured rows
 * (domain.md, "Capture"). The result is `undefined` if the capture replaced no rows, but took
 * quantities of the order's rows. Older captures by amount have a single remainder row for
 * everything left.
 */
export const remaindersIn = (event: CaptureEvent): readonly Row[] | undefined => {
  if (event.type === 'OrderCaptured') return undefined;
  if (event.type === 'OrderPartCaptured' && event.data.remainders) return event.data.remainders;
  const { remainder } = event.data;
  if (remainder === undefined) return undefined;
  return remainder === null ? [] : [remainder];
};

/** Sum of unit price times remaining quantity, in minor units. */
export const valueLeft = (rows: readonly OrderRow[]): number => {
  let sum = 0;
  for (const row of rows) sum += row.unitPrice * row.remainingQuantity;
  return sum;
};

/** The order's rows after the captured quantities were taken from them. */
export const take = (balance: OrderBalance, captured: readonly CapturedRow[]): OrderRow[] => {
  const rows = balance.rows.slice();
  let next = 0;
  for (const part of captured) {
    const { rowId, quantity } = part;
    // Most captures list the rows in the order of the registration, so the row after the previous
    // one is tried first.
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
 * The order's rows after the rows in `remainders`, if there are any, replaced the uncaptured ones.
 * Captured quantities stay.
 */
export const dissolve = (
  rows: readonly OrderRow[],
  remainders: readonly Row[] = [],
): OrderRow[] => [
  ...rows.filter(({ quantity, remainingQuantity }) => quantity > remainingQuantity).map(taken),
  ...remainders.map((row) => ({ ...row, remainingQuantity: row.quantity })),
];

/** The row with only its captured quantity. */
const taken = (row: OrderRow): OrderRow => {
  const quantity = row.quantity - row.remainingQuantity;
  const kept = { ...without(row, 'vat', 'vatTaken'), quantity, remainingQuantity: 0 };
  return { ...kept, ...vatMember(kept, vatTakenOf(row)) };
};

/**
 * The order's rows after a capture failed: the failed quantities can be captured again. A captured
 * row that is no longer among the order's rows, because other rows replaced it, is added again.
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

/** The order's rows after a reauthorisation: captured quantities and the newly authorised rows. */
export const reauthorize = (rows: readonly OrderRow[], authorized: readonly Row[]): OrderRow[] => {
  const fresh = authorized.map((row) => ({ ...row, remainingQuantity: row.quantity }));
  return [...dissolve(rows), ...fresh];
};

/** Returns a function that gives the order's next row ids: `r<n+1>`, `r<n+2>`, ... */
export const rowIdsAfter = ({ rowsMade }: OrderBalance): (() => string) => {
  let made = rowsMade;
  return () => {
    made += 1;
    return `r${made}`;
  };
};

/**
 * A row of a capture event. The attributes are stored in the registration only: if each capture
 * repeated them, an event could become larger than the event store accepts.
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

/** The uncaptured quantity of each row, for a cancellation event. */
export const rowsGivenUp = ({ rows }: OrderBalance): Row[] =>
  rows
    .filter(({ remainingQuantity }) => remainingQuantity > 0)
    .map((row) => capturedRow(row, row.remainingQuantity));

/**
 * Makes a single row for the whole uncaptured amount, used when a request replaces the order's rows
 * (walley.md, "Capture"). `left` is the amount in minor units.
 */
export const remainderRow = (rowId: string, left: number): Row => ({
  rowId,
  articleNumber: 'remainder',
  description: 'Remaining amount',
  unitPrice: left,
  quantity: 1,
  vatRate: 0,
});
