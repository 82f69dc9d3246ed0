import { InvariantViolated } from './invariant-violated.js';
import type { OrderBalance } from './order.js';
import { outcomeOf } from './assert-capture.js';
import type { OrderCancelled, OrderRefunded, RefundFailed } from './order-events.js';
import { dissolve } from './rows-left.js';
import { hasRemainingRows } from './something-left.js';

type Sums = Pick<OrderBalance, 'requested' | 'captured' | 'refunded'>;

/** Whether everything that was captured was given back. */
const allGivenBack = ({ requested, captured, refunded }: Sums): boolean =>
  requested === 0 && refunded === captured;

/** The balance without what is not captured. */
export const afterCancellation = (
  balance: OrderBalance,
  { data: { amount, capturesStanding } }: OrderCancelled,
): OrderBalance => ({
  ...balance,
  rows: dissolve(balance.rows),
  status: statusWithoutRest(balance, capturesStanding),
  cancelled: balance.cancelled + amount,
  remaining: balance.remaining - amount,
});

const statusWithoutRest = (
  balance: OrderBalance,
  capturesStanding: number,
): OrderBalance['status'] => {
  if (capturesStanding === 0) return 'Closed';
  return balance.refunded > 0 && allGivenBack(balance) ? 'Returned' : 'Activated';
};

/** The balance with this much more given back. */
export const afterRefund = (balance: OrderBalance, { data }: OrderRefunded): OrderBalance => {
  assertAddsUp(data);
  if (data.outcome !== undefined && data.outcome !== outcomeOf(balance)) {
    throw new InvariantViolated('I5', data.orderId, `a refund that is ${data.outcome}`);
  }
  const after = { ...balance, refunded: balance.refunded + data.amount };
  const isReturned = allGivenBack(after) && !hasRemainingRows(balance.rows);
  return isReturned ? { ...after, status: 'Returned' } : after;
};

/** The balance with the amount of a requested refund captured again. */
export const afterFailedRefund = (
  balance: OrderBalance,
  { data: { amount } }: RefundFailed,
): OrderBalance => ({
  ...balance,
  refunded: balance.refunded - amount,
  status: balance.status === 'Returned' ? 'Activated' : balance.status,
});

const assertAddsUp = ({ orderId, amount, rows, captures }: OrderRefunded['data']): void => {
  const ofRows = rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const ofCaptures = captures.reduce((sum, share) => sum + share.amount, 0);
  if (ofRows !== amount || ofCaptures !== amount || amount < 0) {
    throw new InvariantViolated('I1', orderId, 'the parts of a refund do not add up to it');
  }
};
