import type { VatShare } from '#ledger';

/** The value of a cell; null and undefined give an empty cell. */
export type Cell = string | number | bigint | null | undefined;

/**
 * A column of a table: the name in the header row, and the function that computes the cell of each
 * row.
 */
export interface CsvColumn<Row> {
  readonly name: string;
  readonly of: (row: Row) => Cell;
}

const number = /^-?\d+(?:\.\d+)?$/;
const formula = /^[=+\-@＝＋－＠\t\r\n]/;
const needsQuotes = /[",\r\n]/;
const lineEnd = '\r\n';

/**
 * A spreadsheet program runs a cell that begins with `=`, `+`, `-` or `@` as a formula; some
 * programs also accept the full-width forms of these characters. An apostrophe in front makes the
 * cell a text (walley.md, "Settlements"). Numbers get no apostrophe.
 */
const harmless = (text: string): string =>
  formula.test(text) && !number.test(text) ? `'${text}` : text;

const cellText = (cell: Cell): string => {
  if (cell === null || cell === undefined) return '';
  const text = harmless(String(cell));
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A line of CSV (RFC 4180) with its line end. */
export const csvLine = (cells: readonly Cell[]): string => cells.map(cellText).join(',') + lineEnd;

export const csvHeader = <Row>(columns: readonly CsvColumn<Row>[]): string =>
  csvLine(columns.map(({ name }) => name));

export const csvRow = <Row>(columns: readonly CsvColumn<Row>[], row: Row): string =>
  csvLine(columns.map(({ of }) => of(row)));

interface Taxed {
  readonly vat?: readonly VatShare[] | undefined;
}

/** A column with the total VAT of a row, summed over all VAT rates. */
export const vatTotalColumn: CsvColumn<Taxed> = {
  name: 'vat',
  of: ({ vat }) => vat?.reduce((sum, share) => sum + share.vat, 0),
};

/** A column with the VAT of each rate, all in one cell: `12%=340; 25%=1900`. */
export const vatPerRateColumn: CsvColumn<Taxed> = {
  name: 'vatPerRate',
  of: (row) => row.vat?.map(({ vatRate, vat }) => `${vatRate}%=${vat}`).join('; '),
};

/**
 * Two columns for each VAT rate, such as `gross25` and `vat25`. The cells are empty if a row has no
 * amount at the rate.
 */
export const rateColumns = (rates: readonly number[]): CsvColumn<Taxed>[] =>
  rates.flatMap((rate) =>
    (['gross', 'vat'] as const).map((part) => ({
      name: `${part}${rate}`,
      of: (row: Taxed) => row.vat?.find(({ vatRate }) => vatRate === rate)?.[part],
    })),
  );

/** All VAT rates in these rows, in ascending order. */
export const ratesIn = (rows: readonly Taxed[]): number[] =>
  [...new Set(rows.flatMap(({ vat }) => vat?.map(({ vatRate }) => vatRate) ?? []))].sort(
    (a, b) => a - b,
  );
