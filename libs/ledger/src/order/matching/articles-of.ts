import type { OrderRow } from '../row.js';

/** Rows that agree in all four properties: they count as one (domain.md, "Matching an item to a row"). */
export interface ListedArticle {
  /** As it is compared, like the description. */
  readonly articleNumber: string | undefined;
  readonly description: string;
  readonly unitPrice: number;
  readonly vatRate: number;
  /** In the order's own order, wholly captured ones included. */
  readonly rows: readonly OrderRow[];
}

/** Most texts: a comparison of these needs neither normalisation nor a look at their blanks. */
const plainText = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A text as it is compared: in Unicode normalisation form C, each run of white space (no-break spaces included) as one
 * blank, none at the ends, and without regard to case. By way of upper case, so that "Straße" is "STRASSE".
 */
export const comparable = (text: string): string =>
  plainText.test(text)
    ? text.toLowerCase()
    : text.normalize('NFC').replace(/\s+/gu, ' ').trim().toUpperCase().toLowerCase();

export const articlesOf = (rows: readonly OrderRow[]): ListedArticle[] => {
  const articles = new Map<string, ListedArticle & { readonly rows: OrderRow[] }>();
  for (const row of rows) {
    const { unitPrice, vatRate } = row;
    const articleNumber =
      row.articleNumber === undefined ? undefined : comparable(row.articleNumber);
    const article = { articleNumber, description: comparable(row.description), unitPrice, vatRate };
    const key = articleKey(article);
    const known = articles.get(key);
    if (known !== undefined) known.rows.push(row);
    else articles.set(key, { ...article, rows: [row] });
  }
  return [...articles.values()];
};

/** Some properties of an article; those that are not looked at are undefined. */
export interface SomeOfArticle {
  readonly unitPrice: number;
  readonly articleNumber: string | undefined;
  readonly description: string | undefined;
  readonly vatRate: number | undefined;
}

/**
 * Tells apart what has other properties, of those that have the same ones. The number's length keeps it apart from the
 * description, and no number apart from an empty one.
 */
export const articleKey = ({
  unitPrice,
  vatRate,
  articleNumber,
  description,
}: SomeOfArticle): string =>
  `${unitPrice} ${vatRate ?? '-'} ${articleNumber?.length ?? '-'} ${articleNumber ?? ''}${description ?? ''}`;
