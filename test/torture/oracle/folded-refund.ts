import { firstStatusOf, Impossible, insist, insistOnSums, isGivenBack } from './folded-order.js';
import type { FoldedCapture, FoldedOrder, FoldedRefund, RefundShare } from './folded-order.js';

export interface RefundData {
  readonly refundId: string;
  readonly outcome?: string;
  readonly amount: number;
  readonly captures: readonly RefundShare[];
}

const refundable = ['PartActivated', 'Activated', 'Expired'];

/**
 * Changes the refunded amounts of captures: up for a new refund (`sign` 1), and down again for one
 * that failed (`sign` -1).
 */
const withShares = (
  { captures }: FoldedOrder,
  shares: readonly RefundShare[],
  sign: 1 | -1,
): FoldedCapture[] => {
  const open = new Map(shares.map(({ captureId, amount }) => [captureId, sign * amount]));
  const after = captures.map((capture) => {
    const share = open.get(capture.captureId);
    open.delete(capture.captureId);
    if (share === undefined) return capture;
    insist(capture.status === 'settled', 'I1: a refund is taken from a capture without money');
    return { ...capture, refunded: capture.refunded + share };
  });
  insist(open.size === 0, 'a refund is taken from a capture that is not there');
  const isPossible = after.every(({ refunded, amount }) => refunded >= 0 && refunded <= amount);
  insist(isPossible, 'I1: more is refunded than was captured');
  return after;
};

/**
 * Applies a new refund. The amount counts as refunded at once, not only when the gateway has
 * executed the refund.
 */
export const refunded = (order: FoldedOrder, data: RefundData): FoldedOrder => {
  const { refundId, amount, captures: shares } = data;
  insist(refundable.includes(order.status), `refunded while ${order.status}`);
  const sum = shares.reduce((all, share) => all + share.amount, 0);
  insist(amount >= 0 && sum === amount, 'the shares of a refund do not add up');
  const status = firstStatusOf(order);
  insist((data.outcome ?? 'settled') === status, `a refund of ${order.method}: ${data.outcome}`);
  const isKnown = order.refunds.some((one) => one.refundId === refundId);
  insist(!isKnown, 'I4: a refund is made twice');
  const after = insistOnSums({
    ...order,
    captures: withShares(order, shares, 1),
    refunds: [...order.refunds, { refundId, amount, status, shares }],
    refunded: order.refunded + amount,
  });
  const isReturned = isGivenBack(after) && after.rows.every(({ left }) => left === 0);
  return isReturned ? { ...after, status: 'Returned' } : after;
};

/** Sets the outcome of a refund. The refund must have been `requested` before. */
const withOutcome = (
  { refunds }: FoldedOrder,
  { refundId, amount }: RefundData,
  status: 'settled' | 'failed',
): { readonly refunds: FoldedRefund[]; readonly shares: readonly RefundShare[] } => {
  const refund = refunds.find((one) => one.refundId === refundId);
  if (refund === undefined) throw new Impossible(`${status}, and never requested: ${refundId}`);
  insist(refund.status === 'requested', `${status} after it was ${refund.status}`);
  insist(refund.amount === amount, `I1: ${amount} is ${status} of ${refund.amount}`);
  const after = refunds.map((one) => (one === refund ? { ...one, status } : one));
  return { refunds: after, shares: refund.shares };
};

/** Applies the news that the gateway has executed a refund. */
export const refundSettled = (order: FoldedOrder, data: RefundData): FoldedOrder => ({
  ...order,
  refunds: withOutcome(order, data, 'settled').refunds,
});

/**
 * Applies the news that the gateway has refused a refund. The amount can then be refunded again.
 */
export const refundFailed = (order: FoldedOrder, data: RefundData): FoldedOrder => {
  const { refunds, shares } = withOutcome(order, data, 'failed');
  return insistOnSums({
    ...order,
    refunds,
    captures: withShares(order, shares, -1),
    refunded: order.refunded - data.amount,
    status: order.status === 'Returned' ? 'Activated' : order.status,
  });
};
