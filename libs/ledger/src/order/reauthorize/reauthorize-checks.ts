import { withinLimit } from '../../money/amount-limit.js';
import type { Check } from '../first-rejection.js';
import { rowsMax } from '../order-limits.js';
import { comparable } from '../matching/articles-of.js';
import { reject, rejectWithAmounts } from '../reject.js';
import type { PricedItem } from '../request/priced-request.js';
import { itemsDiffer } from '../request/items-differ.js';
import { dissolve } from '../rows-left.js';
import { needsApproval } from './reauthorize-case.js';
import type { ReauthorizeCase } from './reauthorize-case.js';
import { statusAllowsReauthorization } from './status-allows-reauthorization.js';

type ReauthorizeCheck = Check<ReauthorizeCase>;

const vatOf = ({ vatRate = 0 }: PricedItem): number => vatRate;

/** The first article number of the request that is said with two different values. */
const differing = (
  items: readonly PricedItem[],
  valueOf: (item: PricedItem) => number,
): string | undefined => {
  const seen = new Map<string, number>();
  return items.find((item) => {
    if (item.articleNumber === undefined) return false;
    const number = comparable(item.articleNumber);
    const value = seen.get(number) ?? valueOf(item);
    seen.set(number, value);
    return value !== valueOf(item);
  })?.articleNumber;
};

const articlesHaveOneVat: ReauthorizeCheck = ({ items }) => {
  const article = differing(items, vatOf);
  return article === undefined
    ? undefined
    : reject(
        'MATCHING_ARTICLES_WITH_DIFFERENT_VAT',
        `Two items of article "${article}" differ in VAT.`,
      );
};

const articlesHaveOnePrice: ReauthorizeCheck = ({ items }) => {
  const article = differing(items, ({ unitPrice }) => unitPrice);
  return article === undefined
    ? undefined
    : reject(
        'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
        `Two items of article "${article}" differ in price.`,
      );
};

const itemsAddUpToAmount: ReauthorizeCheck = ({ order, items, amount }) =>
  itemsDiffer('REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', order.balance.currency, {
    items,
    amount,
  });

const somethingToAuthorize: ReauthorizeCheck = ({ items, amount }) =>
  items.length === 0 && amount === 0
    ? reject(
        'REAUTHORIZE_NOTHING_TO_AUTHORIZE',
        'An amount of 0 without items leaves nothing: cancel the order.',
      )
    : undefined;

const totalWithinLimit: ReauthorizeCheck = ({ order: { balance }, amount }) =>
  withinLimit(balance.total - balance.remaining + amount)
    ? undefined
    : reject('REAUTHORIZE_AMOUNT_TOO_LARGE', "The order's total would have more than 12 digits.");

/** The gateway holds an amount that cannot be raised afterwards. */
const cardNotIncreased: ReauthorizeCheck = (reauthorization) =>
  reauthorization.order.balance.paymentMethod === 'card' && needsApproval(reauthorization)
    ? rejectWithAmounts(
        'REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED',
        reauthorization.order.balance.currency,
        (write) =>
          'The authorisation of a card payment cannot be raised or renewed; ' +
          `${write(reauthorization.order.balance.remaining)} of it is left.`,
      )
    : undefined;

const rowsWithinLimit: ReauthorizeCheck = ({ order: { balance }, items }) =>
  dissolve(balance.rows).length + Math.max(1, items.length) <= rowsMax
    ? undefined
    : reject(
        'ORDER_TOO_MANY_ROWS',
        `An order has at most ${rowsMax} rows, captured ones included.`,
      );

/** In the order in which they are answered (docs/contracts/walley.md, "Reauthorize"). */
export const reauthorizeChecks: readonly ReauthorizeCheck[] = [
  ({ status }) => statusAllowsReauthorization(status),
  articlesHaveOneVat,
  articlesHaveOnePrice,
  itemsAddUpToAmount,
  somethingToAuthorize,
  totalWithinLimit,
  cardNotIncreased,
  rowsWithinLimit,
];
