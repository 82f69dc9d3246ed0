import {
  hasTooManyDecimals,
  isNegative,
  minorUnits,
  withinLimit,
  currencyDecimals,
} from '../money/amount.js';
import {
  type Check,
  reject,
  type Rejected,
  type RejectionCode,
  rejectWithAmounts,
} from './decision.js';
import type { CaptureItem, MoneyRequest, RequestCapture, RowItem } from './order-commands.js';
import type { OrderBalance } from './order.js';
import type { OrderRow, UnnumberedRow } from './row.js';

/** The content of a request to capture, refund or reauthorise. */
export type Asked = MoneyRequest | RequestCapture['data'];

/** An item of a request with its price in minor units. */
export interface PricedItem extends Omit<CaptureItem, 'unitPrice'> {
  readonly unitPrice: number;
  /**
   * The id of the row that the item names. Such an item has the article of this row, so only its
   * quantity is checked.
   */
  readonly rowId?: string;
}

/**
 * An item as a row without an id. `description` is the row's description if the item has none.
 */
export const rowOfItem = (item: PricedItem, description: string): UnnumberedRow => ({
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  description: item.description ?? description,
  unitPrice: item.unitPrice,
  quantity: item.quantity,
  vatRate: item.vatRate ?? 0,
  ...(item.type !== undefined && { type: item.type }),
});

/**
 * A request with its amounts in minor units of the order's currency. An amount of more than 12
 * digits is `Infinity`.
 */
export interface PricedRequest {
  readonly amount: number;
  readonly items: readonly PricedItem[];
}

/** The parts of an order's balance that `pricedRequest` needs. */
type PricedBy = Pick<OrderBalance, 'currency' | 'remaining' | 'rows'>;

/**
 * Converts the amounts of a request to minor units. The request must have passed `requestChecks`.
 */
export const pricedRequest = (balance: PricedBy, { amount, items }: Asked): PricedRequest => {
  const decimals = currencyDecimals(balance.currency);
  const priced = items.map((item) =>
    'unitPrice' in item
      ? { ...item, unitPrice: minorUnits(item.unitPrice, decimals) }
      : pricedRow(balance.rows, item),
  );
  return { amount: amountOf(amount, priced, balance), items: priced };
};

const amountOf = (
  amount: Asked['amount'],
  items: readonly PricedItem[],
  { remaining, currency }: PricedBy,
): number => {
  if (amount === 'remaining') return remaining;
  return amount === 'items' ? sumOfItems(items) : minorUnits(amount, currencyDecimals(currency));
};

/**
 * Prices an item that names a row. If the item asks for the `remaining` quantity and nothing is
 * left on the row, its quantity becomes 1 instead of 0, so that the matching rejects it.
 */
const pricedRow = (rows: readonly OrderRow[], { rowId, quantity }: RowItem): PricedItem => {
  const row = rows.find((each) => each.rowId === rowId);
  const left = Math.max(1, row?.remainingQuantity ?? 0);
  return { ...articleOf(row), rowId, quantity: quantity === 'remaining' ? left : quantity };
};

/**
 * The article of the row that an item names. If the order has no such row, the item gets price 0
 * here, and the matching rejects the item later.
 */
const articleOf = (row: OrderRow | undefined): Omit<PricedItem, 'rowId' | 'quantity'> => {
  if (row === undefined) return { unitPrice: 0 };
  const { articleNumber, description, unitPrice, vatRate, type } = row;
  return {
    ...(articleNumber !== undefined && { articleNumber }),
    ...{ description, unitPrice, vatRate },
    ...(type !== undefined && { type }),
  };
};

/**
 * Sum of price times quantity of all items, in minor units. An item whose product has more than 12
 * digits counts as infinite, so that the sum of at most 1,000 items is exact.
 */
export const sumOfItems = (items: readonly PricedItem[]): number => {
  let sum = 0;
  for (const { unitPrice, quantity } of items) {
    const line = unitPrice * quantity;
    sum += withinLimit(line) ? line : line * Infinity;
  }
  return sum;
};

/** Rejects a request whose items do not add up to its amount. A request without items passes. */
export const itemsDiffer = (
  code: RejectionCode,
  currency: string,
  { items, amount }: PricedRequest,
): Rejected | undefined => {
  const sum = sumOfItems(items);
  if (items.length === 0 || sum === amount) return undefined;
  return withinLimit(sum) && withinLimit(amount)
    ? rejectWithAmounts(
        code,
        currency,
        (write) => `The items add up to ${write(sum)}, the amount is ${write(amount)}.`,
      )
    : reject(code, 'The items do not add up to the amount.');
};

/** The description as given; the default text if it is missing or blank (walley.md, "Capture"). */
export const descriptionOr = (
  fallback: string,
  { description }: Pick<Asked, 'description'>,
): string => (description === undefined || description.trim() === '' ? fallback : description);

/** The first word of a rejection code: the kind of request that is rejected. */
export type Prefix = 'CAPTURE' | 'REFUND' | 'REAUTHORIZE';

export interface UnreadRequest {
  readonly balance: OrderBalance;
  readonly command: { readonly data: Asked };
}

export type RequestCheck = Check<UnreadRequest>;

const descriptionMaxCodePoints = 50;

const currencyIsTheOrders =
  (prefix: Prefix): RequestCheck =>
  ({ balance, command: { data } }) =>
    data.currency === undefined || data.currency === balance.currency
      ? undefined
      : reject(`${prefix}_CURRENCY_MISMATCH`, `The order is in ${balance.currency}.`);

const descriptionNotTooLong =
  (prefix: 'CAPTURE' | 'REFUND'): RequestCheck =>
  ({ command: { data } }) =>
    isLonger(data.description ?? '', descriptionMaxCodePoints)
      ? reject(
          `${prefix}_DESCRIPTION_TOO_LONG`,
          `The description has more than ${descriptionMaxCodePoints} characters.`,
        )
      : undefined;

const amountNotNegative =
  (prefix: Prefix): RequestCheck =>
  ({ command: { data } }) =>
    typeof data.amount === 'object' && isNegative(data.amount)
      ? reject(`${prefix}_AMOUNT_MUST_NOT_BE_NEGATIVE`, 'The amount is below zero.')
      : undefined;

const amountFitsCurrency =
  (prefix: Prefix): RequestCheck =>
  ({ balance: { currency }, command: { data } }) =>
    typeof data.amount === 'object' && hasTooManyDecimals(data.amount, currencyDecimals(currency))
      ? reject(
          `${prefix}_AMOUNT_HAS_TOO_MANY_DECIMALS`,
          `The amount has more decimals than ${currency} allows here.`,
        )
      : undefined;

const unitPricesFitCurrency =
  (prefix: Prefix): RequestCheck =>
  ({ balance: { currency }, command: { data } }) => {
    const decimals = currencyDecimals(currency);
    const index = data.items.findIndex(
      (item) => 'unitPrice' in item && hasTooManyDecimals(item.unitPrice, decimals),
    );
    return index === -1
      ? undefined
      : reject(
          `${prefix}_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS`,
          `The unit price of item ${index + 1} has more decimals than ${currency} allows here.`,
        );
  };

/**
 * True if the text has more code points than this. A code point is one or two code units, so most
 * texts need no counting.
 */
const isLonger = (text: string, codePointsMax: number): boolean =>
  text.length > 2 * codePointsMax ||
  (text.length > codePointsMax && Array.from(text).length > codePointsMax);

/**
 * The checks on the amounts as the caller sent them: the currency, then checks 1 to 4 of domain.md,
 * "Capture". Refunds have the same checks. Reauthorisations have no description, so the check of
 * its length is left out for them.
 */
export const requestChecks = (prefix: Prefix): readonly RequestCheck[] => [
  currencyIsTheOrders(prefix),
  ...(prefix === 'REAUTHORIZE' ? [] : [descriptionNotTooLong(prefix)]),
  amountNotNegative(prefix),
  amountFitsCurrency(prefix),
  unitPricesFitCurrency(prefix),
];
