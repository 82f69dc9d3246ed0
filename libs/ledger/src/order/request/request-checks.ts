import { currencyDecimals } from '../../money/currencies.js';
import { hasTooManyDecimals, isNegative } from '../../money/amount.js';
import { type Check, reject } from '../decision.js';
import type { OrderBalance } from '../order.js';
import type { Asked } from './money-request.js';

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
