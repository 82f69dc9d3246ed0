import { Impossible, insist } from './folded-order.js';
import type { FoldedRow, LoggedRow } from './folded-order.js';

export const uncaptured = ({ rowId, unitPrice, quantity }: LoggedRow): FoldedRow => ({
  ...{ rowId, unitPrice, quantity },
  left: quantity,
});

/** The rows after a capture of these. */
export const taken = (rows: readonly FoldedRow[], captured: readonly LoggedRow[]): FoldedRow[] => {
  const after = new Map(rows.map((row) => [row.rowId, row]));
  for (const { rowId, quantity, unitPrice } of captured) {
    const row = after.get(rowId);
    if (row === undefined) throw new Impossible(`I3: row ${rowId} is captured and not there`);
    insist(row.unitPrice === unitPrice, `row ${rowId} is captured at another price`);
    insist(quantity > 0 && row.left >= quantity, `I3: row ${rowId} has ${row.left}`);
    after.set(rowId, { ...row, left: row.left - quantity });
  }
  return [...after.values()];
};

/** The captured part of each row stays; the remainders replace the uncaptured part. */
export const replaced = (
  rows: readonly FoldedRow[],
  remainders: readonly LoggedRow[] = [],
): FoldedRow[] => [
  ...rows
    .filter(({ quantity, left }) => quantity > left)
    .map((row) => ({ ...row, quantity: row.quantity - row.left, left: 0 })),
  ...remainders.map(uncaptured),
];

/**
 * The rows after a capture of these has failed. Those that a capture by amount put in the place of
 * the order's own come back as rows of their own.
 */
export const givenBack = (
  rows: readonly FoldedRow[],
  failed: readonly LoggedRow[],
): FoldedRow[] => {
  const after = new Map(rows.map((row) => [row.rowId, row]));
  for (const lost of failed) {
    const row = after.get(lost.rowId);
    const left = (row?.left ?? 0) + lost.quantity;
    insist(left <= (row ?? lost).quantity, `I3: row ${lost.rowId} gets ${left} back`);
    after.set(lost.rowId, row === undefined ? uncaptured(lost) : { ...row, left });
  }
  return [...after.values()];
};
