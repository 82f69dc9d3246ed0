import { type TaxedRow, vatOf } from '../order/row.js';

/**
 * Gross and VAT of rows, added up for each rate, lowest rate first. The VAT of each row (unit price
 * × quantity × rate / (100 + rate)) is rounded to the minor unit, half away from zero, in exact
 * integer arithmetic. A captured or refunded part of a row has the VAT that its event gives
 * (`vatOf`), so that all parts together have the VAT of the row.
 */
export const vatPerRate = (rows: readonly TaxedRow[]): VatShare[] => {
  const [first] = rows;
  if (first !== undefined && rows.length === 1) return [shareOf(first)];
  const sums = new Map<number, VatShare>();
  for (const row of rows) addShare(sums, shareOf(row));
  return byRate(sums);
};

const shareOf = (row: TaxedRow): VatShare => ({
  vatRate: row.vatRate,
  gross: row.unitPrice * row.quantity,
  vat: vatOf(row),
});

/** Adds the gross and VAT of a share to the sum of its VAT rate. */
export const addShare = (sums: Map<number, VatShare>, { vatRate, gross, vat }: VatShare): void => {
  const sum = sums.get(vatRate);
  sums.set(vatRate, {
    vatRate,
    gross: (sum?.gross ?? 0) + gross,
    vat: (sum?.vat ?? 0) + vat,
  });
};

/** The sums as a list, lowest VAT rate first. */
export const byRate = (sums: ReadonlyMap<number, VatShare>): VatShare[] =>
  [...sums.values()].sort((a, b) => a.vatRate - b.vatRate);

/** The shares with opposite sign. An amount of 0 stays 0 and does not become -0. */
export const negated = (shares: readonly VatShare[]): VatShare[] =>
  shares.map(({ vatRate, gross, vat }) => ({ vatRate, gross: 0 - gross, vat: 0 - vat }));

/** The part of an amount that has one VAT rate, in minor units. */
export interface VatShare {
  /** Per cent, at most two decimals. */
  readonly vatRate: number;
  /** The amount with VAT included. */
  readonly gross: number;
  readonly vat: number;
}
