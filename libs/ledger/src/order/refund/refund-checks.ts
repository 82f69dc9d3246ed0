import { withinLimit } from '../../money/amount.js';
import { type Check, reject, type Rejected, rejectWithAmounts } from '../decision.js';
import type { RefundOrderCommand } from '../order-commands.js';
import { countOpenCaptures, type Order } from '../order.js';
import { itemsDiffer, type PricedItem, type PricedRequest, sumOfItems } from '../money-request.js';

type RefundCheck = Check<RefundCase>;

/**
 * Captured money can be refunded even if the rest of the order was cancelled or has expired
 * (docs/decisions/0013).
 */
const statusAllowsRefund: RefundCheck = ({ order }) => {
  const { balance } = order;
  switch (balance.status) {
    case 'PartActivated':
    case 'Activated':
      return undefined;
    case 'Expired':
      return countOpenCaptures(order) > 0 ? undefined : invalidStatus('Expired without a capture');
    case 'Pending':
    case 'NotActivated':
    case 'Closed':
    case 'Returned':
      return invalidStatus(balance.status);
  }
};

const invalidStatus = (status: string): Rejected =>
  reject('REFUND_INVALID_INVOICE_STATUS', `The order is ${status}.`);

/**
 * Rejects fees that are above the returned items. This check comes before the check of the sum: the
 * sum of such items is negative, so the check of the sum would blame the sum instead of the fees.
 */
const feesWithinReturnedItems: RefundCheck = ({ items, order }) => {
  const fees = -sumOfItems(items.filter(isFee));
  const others = sumOfItems(items.filter((item) => !isFee(item)));
  if (fees <= others) return undefined;
  return withinLimit(fees) && withinLimit(others)
    ? rejectWithAmounts(
        'REFUND_FEES_GREATER_THAN_RETURNED_ITEMS',
        order.balance.currency,
        (write) => `The fees, ${write(fees)}, are above the returned items, ${write(others)}.`,
      )
    : reject('REFUND_FEES_GREATER_THAN_RETURNED_ITEMS', 'The fees are above the returned items.');
};

const itemsAddUpToAmount: RefundCheck = ({ order, ...request }) =>
  itemsDiffer('REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', order.balance.currency, request);

const amountWithinCaptured: RefundCheck = ({ order: { balance }, amount }) => {
  const refundable = balance.captured - balance.refunded;
  return amount > refundable
    ? rejectWithAmounts(
        'REFUND_AMOUNT_GREATER_THAN_CAPTURED',
        balance.currency,
        (write) => `The amount is above what was captured and not refunded, ${write(refundable)}.`,
      )
    : undefined;
};

const somethingToRefund: RefundCheck = ({ order: { balance }, items, amount }) =>
  items.length === 0 && amount === 0
    ? rejectWithAmounts(
        'REFUND_NOTHING_TO_REFUND',
        balance.currency,
        (write) =>
          `An amount of 0 without items refunds nothing; ${write(balance.captured - balance.refunded)} can be.`,
      )
    : undefined;

/** The checks of a refund, in order of precedence (docs/contracts/walley.md, "Refund"). */
export const refundChecks: readonly RefundCheck[] = [
  statusAllowsRefund,
  feesWithinReturnedItems,
  itemsAddUpToAmount,
  amountWithinCaptured,
  somethingToRefund,
];

/**
 * A refund with its amounts in minor units of the order's currency. An amount of more than 12
 * digits is `Infinity`.
 */
export interface RefundCase extends PricedRequest {
  readonly order: Order;
  readonly command: RefundOrderCommand;
}

/**
 * True for a fee that the merchant keeps back from a refund. Such a fee is a row of the refund, not
 * of the order (walley.md, "Refund").
 */
export const isFee = ({ type, unitPrice }: PricedItem): boolean => type === 'fee' && unitPrice < 0;
