import { withinLimit } from '../../money/amount.js';
import { type Check, reject, type Rejected, rejectWithAmounts } from '../decision.js';
import { comparable } from '../matching/listed-articles.js';
import type { ReauthorizeOrderCommand } from '../order-commands.js';
import { rowsMax } from '../row.js';
import type { Order, OrderStatus } from '../order.js';
import { itemsDiffer, type PricedItem, type PricedRequest } from '../money-request.js';
import { fitWithTakenRows, reauthorizedRows } from './reauthorized-rows.js';

type ReauthorizeCheck = Check<ReauthorizeCase>;

const vatOfItem = ({ vatRate = 0 }: PricedItem): number => vatRate;

/**
 * Finds an article number that occurs in two items with different values of `valueOf`, for example
 * with two VAT rates; `undefined` if there is none.
 */
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
  const article = differing(items, vatOfItem);
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

/**
 * Rejects a reauthorisation that would raise or renew the amount held on a card, because the
 * gateway can do neither.
 */
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

const rowsWithinLimit: ReauthorizeCheck = ({ order: { balance }, ...request }) =>
  fitWithTakenRows(balance, reauthorizedRows(balance, request))
    ? undefined
    : reject(
        'ORDER_TOO_MANY_ROWS',
        `An order has at most ${rowsMax} rows, captured ones included.`,
      );

/** The checks in order of precedence (docs/contracts/walley.md, "Reauthorize"). */
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

/**
 * A reauthorisation with its amounts in minor units of the order's currency. An amount of more than
 * 12 digits is `Infinity`.
 */
export interface ReauthorizeCase extends PricedRequest {
  readonly order: Order;
  readonly command: ReauthorizeOrderCommand;
  /** The order's status at the time of the command. */
  readonly status: OrderStatus;
}

/**
 * True if somebody has to approve the reauthorisation: it is for more than is left, or the order
 * has expired.
 */
export const needsApproval = ({ order, amount, status }: ReauthorizeCase): boolean =>
  amount > order.balance.remaining || status === 'Expired';

/**
 * Rejects a reauthorisation of an order with nothing left to replace. An expired order is allowed:
 * the reauthorisation opens it again.
 */
export const statusAllowsReauthorization = (status: OrderStatus): Rejected | undefined => {
  switch (status) {
    case 'NotActivated':
    case 'PartActivated':
    case 'Expired':
      return undefined;
    case 'Activated':
      return reject('ORDER_ALREADY_CAPTURED', 'Nothing of the order is left to reauthorise.');
    case 'Pending':
    case 'Returned':
    case 'Closed':
      return reject('REAUTHORIZE_INVALID_INVOICE_STATUS', `The order is ${status}.`);
  }
};
