import { reject, type Rejected, type RejectionCode, rejectWithAmounts } from '../decision.js';
import type { PricedItem } from '../money-request.js';
import type { CapturedRow, OrderRow } from '../row.js';
import { quantityMax } from '../row.js';
import { capturedRow } from '../rows-left.js';
import {
  comparable,
  type ListedArticle,
  type SomeOfArticle,
  differingIn,
  ListedArticles,
  type MatchingArticles,
} from './listed-articles.js';

/**
 * The rows that the items of a request are matched with: the rows of the order, or for a refund the
 * rows of its captures.
 */
export interface MatchedRows {
  readonly rows: readonly OrderRow[];
  readonly currency: string;
}

/** The reasons why an item matches no row, in order of precedence. */
const noMatches: readonly NoMatch[] = [
  'ARTICLE_NOT_FOUND',
  'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
  'ARTICLE_NOT_UNIQUE',
];

/**
 * Matches all items of a request with rows and returns the quantity taken of each row (domain.md,
 * "Matching an item to a row"; check 10 of "Capture").
 *
 * If several items have faults, the fault that comes first in `noMatches` is the answer, so that
 * the answer does not depend on the order of the items. Quantities are checked last, because
 * several items may take from the same row.
 */
export const matchItems = (
  items: readonly PricedItem[],
  { rows, currency }: MatchedRows,
): CapturedRow[] | Rejected => {
  const articles = new ListedArticles(rows);
  const byId = new Map(rows.map((row) => [row.rowId, row]));
  const matched = items.map((item) => namedRow(item, byId) ?? matchItem(item, articles));
  for (const code of noMatches) {
    const index = matched.findIndex((match) => match === code);
    const item = items[index];
    if (item !== undefined) return refusal(code, { item, index }, { articles, currency });
  }
  return allocate(addedUp(items, matched));
};

/** Rejects the first item that names a row which is not among these rows. */
export const unknownRow = (
  items: readonly PricedItem[],
  rows: readonly OrderRow[],
): Rejected | undefined => {
  if (items.every(({ rowId }) => rowId === undefined)) return undefined;
  const known = new Set(rows.map(({ rowId }) => rowId));
  const index = items.findIndex(({ rowId }) => rowId !== undefined && !known.has(rowId));
  const item = items[index];
  return item && notFound(item, index);
};

type Match = OrderRow | ListedArticle | NoMatch;

const namedRow = (
  { rowId }: PricedItem,
  rows: ReadonlyMap<string, OrderRow>,
): OrderRow | 'ARTICLE_NOT_FOUND' | undefined =>
  rowId === undefined ? undefined : (rows.get(rowId) ?? 'ARTICLE_NOT_FOUND');

const nameOf = ({ rowId, articleNumber, description }: PricedItem): string => {
  const name = rowId ?? articleNumber ?? description;
  return name === undefined ? '' : ` ("${name}")`;
};

const notFound = (item: PricedItem, index: number): Rejected =>
  reject('ARTICLE_NOT_FOUND', `Item ${index + 1}${nameOf(item)} is not on the order.`);

/**
 * The rejection of an item that does not match. It names the differences from the closest article.
 */
const refusal = (
  code: NoMatch,
  { item, index }: { readonly item: PricedItem; readonly index: number },
  { articles, currency }: { readonly articles: ListedArticles; readonly currency: string },
): Rejected => {
  if (code === 'ARTICLE_NOT_FOUND') return notFound(item, index);
  const named = `Item ${index + 1}`;
  if (code === 'ARTICLE_NOT_UNIQUE')
    return reject(code, `${named} matches several different rows of the order.`);
  const given = givenOf(item);
  const closest = articles.closestTo(given);
  if (closest === undefined)
    return reject(code, `${named} is on the order with other information.`);
  const [row] = closest.rows;
  const words = {
    articleNumber: () => 'article number',
    description: () => `description "${row?.description ?? closest.description}"`,
    vatRate: () => `VAT ${closest.vatRate} %`,
    unitPrice: (price: string) => `price ${price}`,
  };
  return rejectWithAmounts(code, currency, (write) => {
    const differing = differingIn(closest, given).map((name) =>
      words[name](write(closest.unitPrice)),
    );
    return `${named} is on the order with another ${differing.join(' and another ')}.`;
  });
};

/**
 * Adds up the quantities that the items take of each named row and each article. Several items may
 * name the same row or article.
 */
const addedUp = (items: readonly PricedItem[], matched: readonly Match[]): Wanted => {
  const rows = new Map<OrderRow, number>();
  const articles = new Map<ListedArticle, number>();
  for (const [index, { quantity }] of items.entries()) {
    const match = matched[index];
    if (typeof match !== 'object') continue;
    if ('rowId' in match) rows.set(match, (rows.get(match) ?? 0) + quantity);
    else articles.set(match, (articles.get(match) ?? 0) + quantity);
  }
  return { rows, articles };
};

export type NoMatch = Extract<
  RejectionCode,
  'ARTICLE_NOT_FOUND' | 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION' | 'ARTICLE_NOT_UNIQUE'
>;

/**
 * The one article that an item matches (domain.md, "Matching an item to a row"). The remaining
 * quantity of the article is checked by `allocate`.
 */
export const matchItem = (item: PricedItem, articles: ListedArticles): ListedArticle | NoMatch => {
  const given = givenOf(item);
  const agreeing = articles.agreeingWith(given);
  if (agreeing === undefined) {
    return articles.has(given) ? 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION' : 'ARTICLE_NOT_FOUND';
  }
  return agreeing.isOnly
    ? agreeing.first
    : (articleWithoutNumber(item, agreeing) ?? 'ARTICLE_NOT_UNIQUE');
};

/**
 * The properties that an item gives. The texts are normalised, so that they can be compared with
 * those of the articles.
 */
export const givenOf = (item: PricedItem): SomeOfArticle => ({
  unitPrice: item.unitPrice,
  articleNumber: item.articleNumber === undefined ? undefined : comparable(item.articleNumber),
  description: item.description === undefined ? undefined : comparable(item.description),
  vatRate: item.vatRate,
});

/**
 * Chooses among several matching articles. The API shows a row without an article number as an item
 * without an article number. A caller who sends that item back means this row, even if rows with a
 * number are equal in everything else. So an item that gives all other properties matches the
 * article without a number.
 */
const articleWithoutNumber = (
  { description, vatRate }: PricedItem,
  { firstWithoutNumber }: MatchingArticles,
): ListedArticle | undefined =>
  description === undefined || vatRate === undefined ? undefined : firstWithoutNumber;

/** The quantity that the items of a request take of each named row and of each article. */
export interface Wanted {
  readonly rows: ReadonlyMap<OrderRow, number>;
  readonly articles: ReadonlyMap<ListedArticle, number>;
}

/**
 * Takes the wanted quantities from the rows; rejects a quantity above what is left. Named rows come
 * first. Then the quantity of each article is taken from its rows in the order of the registration,
 * as far as each row has something left.
 */
export const allocate = (wanted: Wanted): CapturedRow[] | Rejected => {
  const taken = new Map(wanted.rows);
  for (const [row, quantity] of wanted.rows) {
    if (quantity > row.remainingQuantity) {
      return quantityExceeded(quantity, row.description, row.remainingQuantity);
    }
  }
  for (const [{ rows, description }, quantity] of wanted.articles) {
    let open = quantity;
    for (const row of rows) {
      const before = taken.get(row) ?? 0;
      const part = Math.min(open, row.remainingQuantity - before);
      if (part > 0) taken.set(row, before + part);
      open -= part;
    }
    if (open > 0) {
      const left = rows.reduce((sum, { remainingQuantity }) => sum + remainingQuantity, 0);
      return quantityExceeded(quantity, rows[0]?.description ?? description, left);
    }
  }
  return [...taken].map(([row, quantity]) => capturedRow(row, quantity));
};

/**
 * The quantity as a rejection prints it. A quantity above the limit may reach the ledger as a
 * different number than the caller sent, so the text gives the limit instead.
 */
const askedFor = (quantity: number): string =>
  quantity > quantityMax ? `More than ${quantityMax}` : String(quantity);

const quantityExceeded = (quantity: number, description: string, left: number): Rejected =>
  reject(
    'ARTICLE_QUANTITY_EXCEEDED',
    `${askedFor(quantity)} of "${description}" are asked for, ${left} are left.`,
  );
