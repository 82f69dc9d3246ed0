/** A column of a table. */
export interface PrintedColumn {
  readonly title: string;
  /** Points. */
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** A ruled table. Its number of rows is known before the first is drawn, so that pages can be counted. */
export interface PrintedTable {
  readonly title: string;
  readonly columns: readonly PrintedColumn[];
  readonly count: number;
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
  /** The sums of its columns. */
  readonly total?: readonly string[];
}

/** A name and what it is; a strong one is the last of a sum. */
export interface PrintedFact {
  readonly name: string;
  readonly value: string;
  readonly isStrong?: boolean;
}

/** A document to be filed: whose it is as its heading, what it is about, a box of sums, tables over as many pages as they need. */
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
  /** All dates of the file are this one, so that the same content has the same bytes. */
  readonly date: Date;
}

const left = 48;

/** The widths between the margins of a page, points. */
export const pageWidth = ({ isWide }: Pick<PrintedDocument, 'isWide'>): number =>
  (isWide ? 842 : 595) - 2 * left;
