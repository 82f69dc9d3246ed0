import type { Rejected } from '../decision.js';
import { reject, rejectWithAmounts } from '../reject.js';
import type { CapturedRow, OrderRow } from '../row.js';
import { allocate } from './allocate.js';
import type { Wanted } from './allocate.js';
import type { PricedItem } from '../request/priced-request.js';
import type { ListedArticle } from './articles-of.js';
import { differingIn, ListedArticles } from './listed-articles.js';
import { givenOf, matchItem } from './match-item.js';
import type { NoMatch } from './match-item.js';

/** The rows that items are matched to. */
export interface MatchedRows {
  readonly rows: readonly OrderRow[];
  readonly currency: string;
}

/** In the order in which they are answered. */
const noMatches: readonly NoMatch[] = [
  'ARTICLE_NOT_FOUND',
  'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
  'ARTICLE_NOT_UNIQUE',
];

/**
 * The quantities of the order's rows that the items of one request stand for, matched together
 * (domain.md, "Matching an item to a row").
 *
 * This is check 10, and its codes have an order of their own: a code is the answer if any item
 * earns it and no item earns an earlier one. So the answer does not depend on the order of the
 * items. Quantities come last, because what items share is only known when each has its rows.
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

/** Says what an item has wrong, by the row of the order that comes closest to it. */
const refusal = (
  code: NoMatch,
  { item, index }: { readonly item: PricedItem; readonly index: number },
  { articles, currency }: { readonly articles: ListedArticles; readonly currency: string },
): Rejected => {
  const named = `Item ${index + 1}`;
  if (code === 'ARTICLE_NOT_FOUND')
    return reject(code, `${named}${nameOf(item)} is not on the order.`);
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

/** How much the items want of each article and each row that is named: several items may share one. */
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
