import { without } from '../collections/without.js';
import { vatIn, vatOfPart, type TaxedAmount } from '../money/vat.js';
import type { OrderRow } from './row.js';

/** A row, or the part of one that a capture or a refund took. */
export interface TaxedRow {
  readonly unitPrice: number;
  readonly quantity: number;
  readonly vatRate: number;
  readonly vat?: number;
}

/**
 * VAT in all of a row, minor units; the one place that says what VAT a row of an event has. A part
 * of a row says it where it is another than that of its price, which events from before that rule
 * never do.
 */
export const vatOf = (row: TaxedRow): number => row.vat ?? vatIn(row, row.quantity);

/** The member that says so, where it has to be said. */
export const vatMember = (row: Omit<TaxedRow, 'vat'>, vat: number): { readonly vat?: number } =>
  vat === vatIn(row, row.quantity) ? {} : { vat };

/** What is left of a row, to take a part of it. */
export const leftOfRow = (row: OrderRow): TaxedAmount => {
  const { vatRate, unitPrice, remainingQuantity } = row;
  return {
    vatRate,
    before: (row.takenBefore ?? 0) + unitPrice * (row.quantity - remainingQuantity),
    gross: unitPrice * remainingQuantity,
    vat: vatOf(row) - vatTakenOf(row),
  };
};

/** VAT said so far of the parts that were taken. */
export const vatTakenOf = (row: OrderRow): number => row.vatTaken ?? plainVatTaken(row);

/** The row with another quantity left, and with this VAT said of the parts taken. */
export const withTaken = (row: OrderRow, remainingQuantity: number, vatTaken: number): OrderRow => {
  const before = row.vatTaken === undefined ? row : without(row, 'vatTaken');
  const after = { ...before, remainingQuantity };
  return vatTaken === plainVatTaken(after) ? after : { ...after, vatTaken };
};

/** Of the first parts of the row, taken one after the other. */
const plainVatTaken = (row: OrderRow): number => {
  const { vatRate, unitPrice, quantity, remainingQuantity, takenBefore = 0 } = row;
  if (remainingQuantity === quantity) return 0;
  if (remainingQuantity === 0) return vatOf(row);
  const whole = { vatRate, before: takenBefore, gross: unitPrice * quantity, vat: vatOf(row) };
  return vatOfPart(whole, unitPrice * (quantity - remainingQuantity));
};

/** What is left of rows, one sum for each VAT rate, in the order of their first appearance. */
export const leftByRate = (rows: readonly OrderRow[]): TaxedAmount[] => {
  const sums = new Map<number, TaxedAmount>();
  for (const row of rows) {
    if (row.remainingQuantity > 0) addAmount(sums, leftOfRow(row));
  }
  return [...sums.values()];
};

/** Adds what is left of something to the sum of its rate. */
export const addAmount = (sums: Map<number, TaxedAmount>, left: TaxedAmount): void => {
  const { vatRate } = left;
  const sum = sums.get(vatRate) ?? { vatRate, before: 0, gross: 0, vat: 0 };
  sums.set(vatRate, {
    vatRate,
    before: sum.before + left.before,
    gross: sum.gross + left.gross,
    vat: sum.vat + left.vat,
  });
};
