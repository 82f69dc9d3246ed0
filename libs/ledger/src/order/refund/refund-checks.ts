import type { Rejected } from '../decision.js';
import type { Check } from '../first-rejection.js';
import { reject } from '../reject.js';
import { sumOfItems } from '../request/sum-of-items.js';
import { standingCaptures } from '../standing-captures.js';
import { isFee } from './refund-case.js';
import type { RefundCase } from './refund-case.js';

type RefundCheck = Check<RefundCase>;

/**
 * Money that was captured can be given back, whatever became of the rest of the order: of an order that expired as
 * well (docs/decisions/0013).
 */
const statusAllowsRefund: RefundCheck = ({ order }) => {
  const { balance } = order;
  switch (balance.status) {
    case 'PartActivated':
    case 'Activated':
      return undefined;
    case 'Expired':
      return standingCaptures(order) > 0 ? undefined : invalidStatus('Expired without a capture');
    case 'Pending':
    case 'NotActivated':
    case 'Closed':
    case 'Returned':
      return invalidStatus(balance.status);
  }
};

const invalidStatus = (status: string): Rejected =>
  reject('REFUND_INVALID_INVOICE_STATUS', `The order is ${status}.`);

/** Before the sum: fees above the goods would make it negative, and so never equal to an amount. */
const feesWithinReturnedItems: RefundCheck = ({ items }) => {
  const fees = -sumOfItems(items.filter(isFee));
  const others = sumOfItems(items.filter((item) => !isFee(item)));
  return fees > others
    ? reject('REFUND_FEES_GREATER_THAN_RETURNED_ITEMS', 'The fees are above the returned items.')
    : undefined;
};

const itemsAddUpToAmount: RefundCheck = ({ items, amount }) =>
  items.length === 0 || sumOfItems(items) === amount
    ? undefined
    : reject(
        'REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
        'The items do not add up to the amount.',
      );

const amountWithinCaptured: RefundCheck = ({ order: { balance }, amount }) =>
  amount > balance.captured - balance.refunded
    ? reject(
        'REFUND_AMOUNT_GREATER_THAN_CAPTURED',
        'The amount is above what was captured and not refunded.',
      )
    : undefined;

const somethingToRefund: RefundCheck = ({ items, amount }) =>
  items.length === 0 && amount === 0
    ? reject('REFUND_NOTHING_TO_REFUND', 'An amount of 0 without items refunds nothing.')
    : undefined;

/** In the order in which they are answered (docs/contracts/walley.md, "Refund"). */
export const refundChecks: readonly RefundCheck[] = [
  statusAllowsRefund,
  feesWithinReturnedItems,
  itemsAddUpToAmount,
  amountWithinCaptured,
  somethingToRefund,
];
