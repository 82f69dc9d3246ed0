import type { Check } from '../first-rejection.js';
import { reject } from '../reject.js';
import { sumOfItems } from '../request/sum-of-items.js';
import { statusAt } from '../status-at.js';
import { isAllThatIsLeft } from './capture-case.js';
import type { CaptureCase } from './capture-case.js';

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

const itemsAddUpToAmount: AmountCheck = ({ items, amount }) =>
  items.length === 0 || sumOfItems(items) === amount
    ? undefined
    : reject(
        'CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
        'The items do not add up to the amount.',
      );

const amountWithinTotal: AmountCheck = ({ balance, amount }) =>
  amount > balance.total
    ? reject('CAPTURE_AMOUNT_TOO_LARGE', "The amount is above the sum of the order's items.")
    : undefined;

const amountWithinRemaining: AmountCheck = ({ balance, amount }) =>
  amount > balance.remaining
    ? reject('CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT', 'The amount is above what is left.')
    : undefined;

const businessNamesItems: AmountCheck = (capture) =>
  isPartByAmount(capture) && capture.balance.salesSegment === 'B2B'
    ? reject('CAPTURE_ITEMS_REQUIRED', 'A part of a B2B order is captured by its items.')
    : undefined;

const somethingToCapture: AmountCheck = (capture) =>
  isPartByAmount(capture) && capture.amount === 0
    ? reject('CAPTURE_NOTHING_TO_CAPTURE', 'An amount of 0 without items captures nothing.')
    : undefined;

const isPartByAmount = (capture: CaptureCase): boolean =>
  capture.items.length === 0 && !isAllThatIsLeft(capture);

/** Checks 5 to 9 of domain.md, "Capture", on amounts in minor units. */
export const amountChecks: readonly AmountCheck[] = [
  statusAllowsCapture,
  itemsAddUpToAmount,
  amountWithinTotal,
  amountWithinRemaining,
  businessNamesItems,
  somethingToCapture,
];
