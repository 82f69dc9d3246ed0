import { currencyDecimals } from '../../money/currencies.js';
import { hasTooManyDecimals, isNegative } from '../../money/minor-units.js';
import type { Check } from '../first-rejection.js';
import type { RequestCapture } from '../order-commands.js';
import type { OrderBalance } from '../order.js';
import { reject } from '../reject.js';

interface UnreadCapture {
  readonly balance: OrderBalance;
  readonly command: RequestCapture;
}

type RequestCheck = Check<UnreadCapture>;

const descriptionMaxCodePoints = 50;

const currencyIsTheOrders: RequestCheck = ({ balance, command: { data } }) =>
  data.currency === undefined || data.currency === balance.currency
    ? undefined
    : reject('CAPTURE_CURRENCY_MISMATCH', `The order is in ${balance.currency}.`);

const descriptionNotTooLong: RequestCheck = ({ command: { data } }) =>
  isLonger(data.description ?? '', descriptionMaxCodePoints)
    ? reject(
        'CAPTURE_DESCRIPTION_TOO_LONG',
        `The description has more than ${descriptionMaxCodePoints} characters.`,
      )
    : undefined;

const amountNotNegative: RequestCheck = ({ command: { data } }) =>
  isNegative(data.amount)
    ? reject('CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE', 'The amount is below zero.')
    : undefined;

const amountFitsCurrency: RequestCheck = ({ balance: { currency }, command: { data } }) =>
  hasTooManyDecimals(data.amount, currencyDecimals(currency))
    ? reject(
        'CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS',
        `The amount has more decimals than ${currency} allows here.`,
      )
    : undefined;

const unitPricesFitCurrency: RequestCheck = ({ balance: { currency }, command: { data } }) => {
  const decimals = currencyDecimals(currency);
  const index = data.items.findIndex((item) => hasTooManyDecimals(item.unitPrice, decimals));
  return index === -1
    ? undefined
    : reject(
        'CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
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
 * Checks 1 to 4 of domain.md, "Capture", on the request as it came, with the currency before them.
 */
export const requestChecks: readonly RequestCheck[] = [
  currencyIsTheOrders,
  descriptionNotTooLong,
  amountNotNegative,
  amountFitsCurrency,
  unitPricesFitCurrency,
];
