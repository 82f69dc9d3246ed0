/** A column of a table. */
export interface PrintedColumn {
  readonly title: string;
  /** Points. */
  readonly width: number;
  readonly align: 'left' | 'right';
}

/**
 * A ruled table. The number of rows is known before the first is drawn, so that pages can be
 * counted.
 */
export interface PrintedTable {
  readonly title: string;
  readonly columns: readonly PrintedColumn[];
  readonly count: number;
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
  /** The sums of its columns. */
  readonly total?: readonly string[];
}

/** A name with its value. A strong one is the total of a sum. */
export interface PrintedFact {
  readonly name: string;
  readonly value: string;
  readonly isStrong?: boolean;
}

/**
 * A document to be filed: issuer, title, facts, a box of sums, and tables on as many pages as they
 * need.
 */
export interface PrintedDocument {
  readonly title: string;
  readonly issuer: { readonly name: string; readonly lines: readonly string[] };
  readonly facts: readonly PrintedFact[];
  readonly box: { readonly title: string; readonly facts: readonly PrintedFact[] };
  readonly tables: readonly PrintedTable[];
  /** After the last table. */
  readonly notes: readonly string[];
  readonly footer: string;
  readonly isWide: boolean;
  /** The date in the file, so that the same content has the same bytes. */
  readonly date: Date;
}

const left = 48;

/** Width between the margins of a page, in points. */
export const pageWidth = ({ isWide }: Pick<PrintedDocument, 'isWide'>): number =>
  (isWide ? 842 : 595) - 2 * left;
