/** What a cell can hold; nothing is an empty cell. */
export type Cell = string | number | bigint | null | undefined;

/** A column of a table: its name in the header row, and its cell of a row. */
export interface CsvColumn<Row> {
  readonly name: string;
  readonly of: (row: Row) => Cell;
}

const number = /^-?\d+(?:\.\d+)?$/;
const formula = /^[=+\-@＝＋－＠\t\r\n]/;
const needsQuotes = /[",\r\n]/;
const lineEnd = '\r\n';

/**
 * A spreadsheet program takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and some take their full-width
 * forms for the same. An apostrophe in front makes it
 * text (walley.md, "Settlements"); a number stays one.
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
