/** A value of a cell; what is not there is an empty cell. */
export type Cell = string | number | undefined;

/** A spreadsheet program takes such a text for a formula, and runs it. */
const looksLikeFormula = /^[=+\-@\t\r]/;
const isNumber = /^[+-]?\d+(?:\.\d+)?$/;
const needsQuotes = /[",\r\n]/;

/**
 * A line of CSV (RFC 4180), with its line end. A text that a spreadsheet program would run as a formula gets an
 * apostrophe before it, which such a program shows as the text that it is.
 */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

const cellText = (cell: Cell): string => {
  if (cell === undefined) return '';
  const text = String(cell);
  const safe = looksLikeFormula.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
