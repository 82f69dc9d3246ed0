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
 * VAT in a whole row, minor units. A row of an event has a `vat` of its own only if it differs from
 * that of its price; older events never have one.
 */
export const vatOf = (row: TaxedRow): number => row.vat ?? vatIn(row, row.quantity);

/** The `vat` member of a row, if it is needed. */
export const vatMember = (row: Omit<TaxedRow, 'vat'>, vat: number): { readonly vat?: number } =>
  vat === vatIn(row, row.quantity) ? {} : { vat };

/** The rest of a row, to take a part of it. */
export const leftOfRow = (row: OrderRow): TaxedAmount => {
  const { vatRate, unitPrice, remainingQuantity } = row;
  return {
    vatRate,
    before: (row.takenBefore ?? 0) + unitPrice * (row.quantity - remainingQuantity),
    gross: unitPrice * remainingQuantity,
    vat: vatOf(row) - vatTakenOf(row),
  };
};

/** VAT of the parts taken so far. */
export const vatTakenOf = (row: OrderRow): number => row.vatTaken ?? plainVatTaken(row);

/** The row with another remaining quantity and this VAT of the parts taken. */
export const withTaken = (row: OrderRow, remainingQuantity: number, vatTaken: number): OrderRow => {
  const before = row.vatTaken === undefined ? row : without(row, 'vatTaken');
  const after = { ...before, remainingQuantity };
  return vatTaken === plainVatTaken(after) ? after : { ...after, vatTaken };
};

/** The VAT of the parts taken, by the price of the row. */
const plainVatTaken = (row: OrderRow): number => {
  const { vatRate, unitPrice, quantity, remainingQuantity, takenBefore = 0 } = row;
  if (remainingQuantity === quantity) return 0;
  if (remainingQuantity === 0) return vatOf(row);
  const whole = { vatRate, before: takenBefore, gross: unitPrice * quantity, vat: vatOf(row) };
  return vatOfPart(whole, unitPrice * (quantity - remainingQuantity));
};

/** The rest of rows, one sum for each VAT rate, in the order of their first appearance. */
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
