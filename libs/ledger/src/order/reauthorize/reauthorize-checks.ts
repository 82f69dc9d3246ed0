import { withinLimit } from '../../money/amount-limit.js';
import type { Check } from '../first-rejection.js';
import { rowsMax } from '../order-limits.js';
import { reject } from '../reject.js';
import type { PricedItem } from '../request/priced-request.js';
import { sumOfItems } from '../request/sum-of-items.js';
import { dissolve } from '../rows-left.js';
import { needsApproval } from './reauthorize-case.js';
import type { ReauthorizeCase } from './reauthorize-case.js';
import { statusAllowsReauthorization } from './status-allows-reauthorization.js';

type ReauthorizeCheck = Check<ReauthorizeCase>;

const vatOf = ({ vatRate = 0 }: PricedItem): number => vatRate;

/** Whether an article number of the request is said with two different values. */
const differs = (items: readonly PricedItem[], valueOf: (item: PricedItem) => number): boolean => {
  const seen = new Map<string, number>();
  return items.some((item) => {
    if (item.articleNumber === undefined) return false;
    const value = seen.get(item.articleNumber) ?? valueOf(item);
    seen.set(item.articleNumber, value);
    return value !== valueOf(item);
  });
};

const articlesHaveOneVat: ReauthorizeCheck = ({ items }) =>
  differs(items, vatOf)
    ? reject('MATCHING_ARTICLES_WITH_DIFFERENT_VAT', 'Two items of one article differ in VAT.')
    : undefined;

const articlesHaveOnePrice: ReauthorizeCheck = ({ items }) =>
  differs(items, ({ unitPrice }) => unitPrice)
    ? reject('ARTICLE_EXISTS_BUT_OTHER_INFORMATION', 'Two items of one article differ in price.')
    : undefined;

const itemsAddUpToAmount: ReauthorizeCheck = ({ items, amount }) =>
  items.length === 0 || sumOfItems(items) === amount
    ? undefined
    : reject(
        'REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
        'The items do not add up to the amount.',
      );

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
    ? reject(
        'REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED',
        'The authorisation of a card payment cannot be raised or renewed.',
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
