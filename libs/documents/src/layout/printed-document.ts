export interface PrintedColumn {
  readonly title: string;
  /** In points. */
  readonly width: number;
  readonly align: 'left' | 'right';
}

/**
 * A table on one or more pages. `count` is the number of rows, so that the number of pages is known
 * before the first row is drawn.
 */
export interface PrintedTable {
  readonly title: string;
  readonly columns: readonly PrintedColumn[];
  readonly count: number;
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
  /** The cells of the last row, with the totals of the columns. */
  readonly total?: readonly string[];
}

/**
 * A name with its value, such as `Captured` and `285.00`. With `isStrong` both are printed in bold
 * with a line above, for example the total.
 */
export interface PrintedFact {
  readonly name: string;
  readonly value: string;
  readonly isStrong?: boolean;
}

/**
 * The content of a printed document: issuer, title, facts, a box of sums, and tables over any
 * number of pages.
 */
export interface PrintedDocument {
  readonly title: string;
  readonly issuer: { readonly name: string; readonly lines: readonly string[] };
  readonly facts: readonly PrintedFact[];
  readonly box: { readonly title: string; readonly facts: readonly PrintedFact[] };
  readonly tables: readonly PrintedTable[];
  /** Lines of text after the last table. */
  readonly notes: readonly string[];
  readonly footer: string;
  readonly isWide: boolean;
  /** Creation date in the PDF. It is fixed, so that equal content gives equal bytes. */
  readonly date: Date;
}

const left = 48;

/** Width of a page between its margins, in points. */
export const pageWidth = ({ isWide }: Pick<PrintedDocument, 'isWide'>): number =>
  (isWide ? 842 : 595) - 2 * left;
