import type { Rejected } from '../decision.js';
import { reject, rejectWithAmounts } from '../reject.js';
import type { CapturedRow, OrderRow } from '../row.js';
import { allocate } from './allocate.js';
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
  const matched = items.map((item) => matchItem(item, articles));
  for (const code of noMatches) {
    const index = matched.indexOf(code);
    const item = items[index];
    if (item !== undefined) return refusal(code, { item, index }, { articles, currency });
  }
  return allocate(addedUp(items, matched));
};

const nameOf = ({ articleNumber, description }: PricedItem): string => {
  const name = articleNumber ?? description;
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

/** How much the items want of each article: several items may share one. */
const addedUp = (
  items: readonly PricedItem[],
  matched: readonly (ListedArticle | NoMatch)[],
): ReadonlyMap<ListedArticle, number> => {
  const wanted = new Map<ListedArticle, number>();
  for (const [index, { quantity }] of items.entries()) {
    const article = matched[index];
    if (typeof article !== 'object') continue;
    wanted.set(article, (wanted.get(article) ?? 0) + quantity);
  }
  return wanted;
};
