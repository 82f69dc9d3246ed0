import { formatMinor } from '#ledger';
import type { OrderView } from '#read-models';
import { printable } from '#runtime';

/**
 * An order for people. Requested, captured, cancelled and remaining come to the total; refunded is what was given back of
 * what was captured.
 */
export const orderLines = (order: OrderView): string[] => {
  const money = (amount: number): string =>
    `${formatMinor(amount, order.currency)} ${order.currency}`;
  return [
    `Order      ${order.orderId}`,
    `Number     ${printable(order.orderNumber)} of store ${order.storeId}`,
    `Status     ${order.status}`,
    `Total      ${money(order.total)}`,
    `Requested  ${money(order.requested)}`,
    `Captured   ${money(order.captured)}`,
    `Cancelled  ${money(order.cancelled)}`,
    `Remaining  ${money(order.remaining)}`,
    `Refunded   ${money(order.refunded)} of what was captured`,
    `Expires    ${order.expiresAt}`,
    `Revision   ${order.revision} at position ${String(order.position)}`,
    ...order.captures.map(
      ({ captureId, status, amount, description, capturedAt }) =>
        `Capture    ${captureId}  ${status}  ${money(amount)}  ${capturedAt}  ${printable(description)}`,
    ),
    ...order.refunds.map(
      ({ refundId, amount, description, refundedAt }) =>
        `Refund     ${refundId}  ${money(amount)}  ${refundedAt}  ${printable(description)}`,
    ),
  ];
};
