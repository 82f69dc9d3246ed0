import type { RejectionCode } from '../rejection.js';
import { comparable } from './articles-of.js';
import type { ListedArticle } from './articles-of.js';
import type { PricedItem } from '../request/priced-request.js';

export type NoMatch = Extract<
  RejectionCode,
  'ARTICLE_NOT_FOUND' | 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION' | 'ARTICLE_NOT_UNIQUE'
>;

/**
 * The article of the order that an item stands for (domain.md, "Matching an item to a row"). How
 * much of it is left is not asked here.
 */
export const matchItem = (
  item: PricedItem,
  articles: readonly ListedArticle[],
): ListedArticle | NoMatch => {
  const description = item.description === undefined ? undefined : comparable(item.description);
  const matching = articles.filter(
    (article) =>
      article.unitPrice === item.unitPrice &&
      (item.articleNumber ?? article.articleNumber) === article.articleNumber &&
      (description ?? article.description) === article.description &&
      (item.vatRate ?? article.vatRate) === article.vatRate,
  );
  const [first, second] = matching;
  if (first === undefined) {
    return articles.some((article) => isCalled(article, item.articleNumber, description))
      ? 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION'
      : 'ARTICLE_NOT_FOUND';
  }
  return second === undefined
    ? first
    : (articleWithoutNumber(item, matching) ?? 'ARTICLE_NOT_UNIQUE');
};

/**
 * A row without an article number comes back from our own GET as an item without one, and such an
 * item always has to match, though rows that have a number may agree in all else. An item that says
 * everything else means the former.
 */
const articleWithoutNumber = (
  { description, vatRate }: PricedItem,
  matching: readonly ListedArticle[],
): ListedArticle | undefined =>
  description === undefined || vatRate === undefined
    ? undefined
    : matching.find(({ articleNumber }) => articleNumber === undefined);

const isCalled = (
  article: ListedArticle,
  articleNumber: string | undefined,
  description: string | undefined,
): boolean =>
  articleNumber === undefined
    ? article.description === description
    : article.articleNumber === articleNumber;
