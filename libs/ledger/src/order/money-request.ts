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
import type { OrderRow } from './row.js';

/** The request of a capture, a refund or a reauthorisation. */
export type Asked = MoneyRequest | RequestCapture['data'];

/** An item of a request with its price in minor units. */
export interface PricedItem extends Omit<CaptureItem, 'unitPrice'> {
  readonly unitPrice: number;
  /** The row that it names: only its quantity is matched. */
  readonly rowId?: string;
}

/** A request with its amounts in minor units of the order's currency; infinite beyond 12 digits. */
export interface PricedRequest {
  readonly amount: number;
  readonly items: readonly PricedItem[];
}

/** The part of an order that prices a request. */
type PricedBy = Pick<OrderBalance, 'currency' | 'remaining' | 'rows'>;

/** The request's amounts must have passed `requestChecks`. */
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

/** For a row with nothing left one is asked for, which the matching rejects. */
const pricedRow = (rows: readonly OrderRow[], { rowId, quantity }: RowItem): PricedItem => {
  const row = rows.find((each) => each.rowId === rowId);
  const left = Math.max(1, row?.remainingQuantity ?? 0);
  return { ...articleOf(row), rowId, quantity: quantity === 'remaining' ? left : quantity };
};

/** The article of a named row. The matching rejects a row that does not exist. */
const articleOf = (row: OrderRow | undefined): Omit<PricedItem, 'rowId' | 'quantity'> => {
  if (row === undefined) return { unitPrice: 0 };
  const { articleNumber, description, unitPrice, vatRate, type } = row;
  return {
    ...(articleNumber !== undefined && { articleNumber }),
    ...{ description, unitPrice, vatRate },
    ...(type !== undefined && { type }),
  };
};

/** Each line within 12 digits or infinite, so that the sum of at most 1,000 of them is exact. */
export const sumOfItems = (items: readonly PricedItem[]): number => {
  let sum = 0;
  for (const { unitPrice, quantity } of items) {
    const line = unitPrice * quantity;
    sum += withinLimit(line) ? line : line * Infinity;
  }
  return sum;
};

/** Refuses a request whose items, if it has any, do not add up to its amount. */
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

/** The description as given; blank or none is the default text (walley.md, "Capture"). */
export const descriptionOr = (
  fallback: string,
  { description }: Pick<Asked, 'description'>,
): string => (description === undefined || description.trim() === '' ? fallback : description);

/** The beginning of a request's rejection codes. */
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
 * Counts code points only where the two counts can differ in the answer: a code point is one or two
 * code units.
 */
const isLonger = (text: string, codePointsMax: number): boolean =>
  text.length > 2 * codePointsMax ||
  (text.length > codePointsMax && Array.from(text).length > codePointsMax);

/**
 * Checks 1 to 4 of domain.md, "Capture", on a request as it came, with the currency before them.
 * Refunds are checked alike, and reauthorisations but for the description, which they have none of.
 */
export const requestChecks = (prefix: Prefix): readonly RequestCheck[] => [
  currencyIsTheOrders(prefix),
  ...(prefix === 'REAUTHORIZE' ? [] : [descriptionNotTooLong(prefix)]),
  amountNotNegative(prefix),
  amountFitsCurrency(prefix),
  unitPricesFitCurrency(prefix),
];
