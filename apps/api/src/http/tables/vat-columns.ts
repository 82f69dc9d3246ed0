import type { VatShare } from '#ledger';
import type { CsvColumn } from './csv.js';

interface Taxed {
  readonly vat?: readonly VatShare[] | undefined;
}

/** The VAT of all rates. */
export const vatTotalColumn: CsvColumn<Taxed> = {
  name: 'vat',
  of: ({ vat }) => vat?.reduce((sum, share) => sum + share.vat, 0),
};

/** All rates in one cell: `12%=340; 25%=1900`. */
export const vatPerRateColumn: CsvColumn<Taxed> = {
  name: 'vatPerRate',
  of: (row) => row.vat?.map(({ vatRate, vat }) => `${vatRate}%=${vat}`).join('; '),
};

/** Two columns for each rate, `gross25` and `vat25`: an empty cell where nothing is at it. */
export const rateColumns = (rates: readonly number[]): CsvColumn<Taxed>[] =>
  rates.flatMap((rate) =>
    (['gross', 'vat'] as const).map((part) => ({
      name: `${part}${rate}`,
      of: (row: Taxed) => row.vat?.find(({ vatRate }) => vatRate === rate)?.[part],
    })),
  );

/** The rates that any of these rows has, the lowest first. */
export const ratesIn = (rows: readonly Taxed[]): number[] =>
  [...new Set(rows.flatMap(({ vat }) => vat?.map(({ vatRate }) => vatRate) ?? []))].sort(
    (a, b) => a - b,
  );
