import type { RejectionCode } from '../rejection.js';
import { comparable } from './articles-of.js';
import type { ListedArticle, SomeOfArticle } from './articles-of.js';
import type { MatchingArticles, ListedArticles } from './listed-articles.js';
import type { PricedItem } from '../request/priced-request.js';

export type NoMatch = Extract<
  RejectionCode,
  'ARTICLE_NOT_FOUND' | 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION' | 'ARTICLE_NOT_UNIQUE'
>;

/**
 * The article of the order that an item stands for (domain.md, "Matching an item to a row"). How
 * much of it is left is not asked here.
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

/** What an item gives of its article, as it is compared. */
export const givenOf = (item: PricedItem): SomeOfArticle => ({
  unitPrice: item.unitPrice,
  articleNumber: item.articleNumber === undefined ? undefined : comparable(item.articleNumber),
  description: item.description === undefined ? undefined : comparable(item.description),
  vatRate: item.vatRate,
});

/**
 * A row without an article number comes back from our own GET as an item without one, and such an
 * item always has to match, though rows that have a number may agree in all else. An item that says
 * everything else means the former.
 */
const articleWithoutNumber = (
  { description, vatRate }: PricedItem,
  { firstWithoutNumber }: MatchingArticles,
): ListedArticle | undefined =>
  description === undefined || vatRate === undefined ? undefined : firstWithoutNumber;
