import { type Rejected, reject } from '../decision.js';
import type { FailRefund, SettleRefund } from '../order-commands.js';
import type { RefundFailed, RefundSettled } from '../order-events.js';
import type { Order, OrderRefund } from '../order.js';

/** Records that the gateway paid a requested refund. */
export const settleRefund = (
  order: Order,
  { at, data: { refundId, gatewayRefundId } }: SettleRefund,
): RefundSettled | Rejected => {
  const refund = requestedRefund(order, refundId);
  if ('kind' in refund) return refund;
  const { description, reference, refundedAt } = refund;
  return {
    type: 'RefundSettled',
    data: {
      ...contentOf(order, refund),
      description,
      ...(reference !== undefined && { reference }),
      refundedAt,
      ...(gatewayRefundId !== undefined && { gatewayRefundId }),
      settledAt: at,
    },
  };
};

/**
 * Records that the gateway refused a requested refund. The amount and the rows of the refund can be
 * refunded again.
 */
export const failRefund = (
  order: Order,
  { at, data: { refundId, reason, code } }: FailRefund,
): RefundFailed | Rejected => {
  const refund = requestedRefund(order, refundId);
  if ('kind' in refund) return refund;
  return {
    type: 'RefundFailed',
    data: {
      ...contentOf(order, refund),
      reason,
      ...(code !== undefined && { code }),
      failedAt: at,
    },
  };
};

const contentOf = (
  { balance: { orderId, currency } }: Order,
  { refundId, amount, rows, captures }: OrderRefund,
) => ({ orderId, refundId, amount, currency, rows, captures });

const requestedRefund = ({ refunds }: Order, refundId: string): OrderRefund | Rejected => {
  const refund = refunds?.made.get(refundId);
  if (refund === undefined) {
    return reject('OUTCOME_REFUND_NOT_FOUND', 'The order has no such refund.');
  }
  return refund.status === 'requested'
    ? refund
    : reject('OUTCOME_REFUND_NOT_REQUESTED', `The refund is ${refund.status}.`);
};
