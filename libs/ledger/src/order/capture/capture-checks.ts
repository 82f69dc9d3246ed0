import { type Check, reject, rejectWithAmounts } from '../decision.js';
import { statusAt } from '../expiry.js';
import { matchItems, unknownRow } from '../matching/match-items.js';
import type { RequestCapture } from '../order-commands.js';
import type { OrderBalance } from '../order.js';
import type { OrderPayment } from '../payment/order-payment.js';
import { itemsDiffer, type PricedRequest } from '../money-request.js';

type AmountCheck = Check<CaptureCase>;

const statusAllowsCapture: AmountCheck = ({ balance, command }) => {
  const status = statusAt(balance, command.at);
  switch (status) {
    case 'NotActivated':
    case 'PartActivated':
      return undefined;
    case 'Closed':
    case 'Expired':
    case 'Returned':
      return reject('CAPTURE_INVALID_INVOICE_STATUS', `The order is ${status}.`);
    case 'Activated':
      return reject('CAPTURE_ORDER_ALREADY_CAPTURED', 'Nothing of the order is left to capture.');
    case 'Pending':
      return reject('CAPTURE_ORDER_NOT_AUTHORIZED', 'The payment is not authorised yet.');
  }
};

const authorizationNotLapsed: AmountCheck = ({ paymentStatus }) =>
  paymentStatus === 'lapsed'
    ? reject('PAYMENT_AUTHORIZATION_LAPSED', 'The authorisation lapsed at the gateway.')
    : undefined;

/**
 * Checks a capture whose amount is the sum of its items. The items are matched with rows before the
 * sum is checked. Otherwise a wrong price would be reported as an amount that is too large.
 */
const itemsMakeAnAmount: AmountCheck = ({ balance, command, items, amount }) => {
  if (command.data.amount !== 'items') return undefined;
  const matched = matchItems(items, balance);
  if ('kind' in matched) return matched;
  return amount < 0
    ? reject('CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE', 'The items come to less than zero.')
    : undefined;
};

/** An unknown row has no price, so the sum of the items would say nothing about the real fault. */
const namedRowsExist: AmountCheck = ({ balance, items }) => unknownRow(items, balance.rows);

const itemsAddUpToAmount: AmountCheck = ({ balance: { currency }, ...request }) =>
  itemsDiffer('CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', currency, request);

const amountWithinTotal: AmountCheck = ({ balance: { total, currency }, amount }) =>
  amount > total
    ? rejectWithAmounts(
        'CAPTURE_AMOUNT_TOO_LARGE',
        currency,
        (write) => `The amount is above the sum of the order's items, ${write(total)}.`,
      )
    : undefined;

const amountWithinRemaining: AmountCheck = ({ balance: { remaining, currency }, amount }) =>
  amount > remaining
    ? rejectWithAmounts(
        'CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT',
        currency,
        (write) => `The amount is above what is left, ${write(remaining)}.`,
      )
    : undefined;

const businessNamesItems: AmountCheck = (capture) => {
  const { salesSegment, remaining, currency } = capture.balance;
  return isPartByAmount(capture) && salesSegment === 'B2B'
    ? rejectWithAmounts(
        'CAPTURE_ITEMS_REQUIRED',
        currency,
        (write) =>
          `A B2B order is captured by its items, or all that is left of it: ${write(remaining)}.`,
      )
    : undefined;
};

const somethingToCapture: AmountCheck = (capture) => {
  const { remaining, currency } = capture.balance;
  return isPartByAmount(capture) && capture.amount === 0
    ? rejectWithAmounts(
        'CAPTURE_NOTHING_TO_CAPTURE',
        currency,
        (write) => `An amount of 0 without items captures nothing; ${write(remaining)} is left.`,
      )
    : undefined;
};

const isPartByAmount = (capture: CaptureCase): boolean =>
  capture.items.length === 0 && !isAllThatIsLeft(capture);

/**
 * The checks of a capture's status and amounts, in order of precedence (checks 5 to 9 of domain.md,
 * "Capture"). These checks run after all amounts were converted to minor units.
 */
export const amountChecks: readonly AmountCheck[] = [
  statusAllowsCapture,
  authorizationNotLapsed,
  itemsMakeAnAmount,
  namedRowsExist,
  itemsAddUpToAmount,
  amountWithinTotal,
  amountWithinRemaining,
  businessNamesItems,
  somethingToCapture,
];

/**
 * A capture with its amounts in minor units of the order's currency. An amount of more than 12
 * digits is `Infinity`.
 */
export interface CaptureCase extends PricedRequest {
  readonly balance: OrderBalance;
  readonly command: RequestCapture;
  readonly paymentStatus: OrderPayment['status'];
  /** The payment intent that the gateway captures through, if the order has one. */
  readonly paymentIntent?: string;
}

/** True if the capture takes exactly everything that is left. */
export const isAllThatIsLeft = ({ amount, balance }: CaptureCase): boolean =>
  amount === balance.remaining;
