import type { Rejected } from '../decision.js';
import { reject } from '../reject.js';
import type { CapturedRow, OrderRow } from '../row.js';
import { allocate } from './allocate.js';
import type { PricedItem } from '../request/priced-request.js';
import type { ListedArticle } from './articles-of.js';
import { ListedArticles } from './listed-articles.js';
import { matchItem } from './match-item.js';
import type { NoMatch } from './match-item.js';

const noMatches: readonly (readonly [code: NoMatch, detail: string])[] = [
  ['ARTICLE_NOT_FOUND', 'is not on the order'],
  ['ARTICLE_EXISTS_BUT_OTHER_INFORMATION', 'is on the order with other information'],
  ['ARTICLE_NOT_UNIQUE', 'matches several different rows of the order'],
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
  rows: readonly OrderRow[],
): CapturedRow[] | Rejected => {
  const articles = new ListedArticles(rows);
  const matched = items.map((item) => matchItem(item, articles));
  for (const [code, detail] of noMatches) {
    const index = matched.indexOf(code);
    if (index !== -1) return reject(code, `Item ${index + 1} ${detail}.`);
  }
  return allocate(addedUp(items, matched));
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
