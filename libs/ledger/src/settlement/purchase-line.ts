import type { Instant } from '../order/order-events.js';
import type { OrderBalance, OrderCapture } from '../order/order.js';
import type { SettlementLine } from './settlement-line.js';
import { vatPerRate } from './vat-per-rate.js';

/** What a line says of its order. */
export type LineOrder = Pick<OrderBalance, 'orderId' | 'orderNumber' | 'paymentMethod'>;

/** What a line says of its capture. */
export type LineCapture = Pick<
  OrderCapture,
  'captureId' | 'amount' | 'rows' | 'capturedAt' | 'reference'
>;

/** The line of a capture that settled at `settledAt`. */
export const purchaseLine = (
  { orderId, orderNumber, paymentMethod }: LineOrder,
  { captureId, amount, rows, capturedAt, reference }: LineCapture,
  settledAt: Instant,
): SettlementLine => ({
  type: 'Purchase',
  lineId: captureId,
  orderId,
  orderNumber,
  paymentMethod,
  captureId,
  amount,
  vat: vatPerRate(rows),
  capturedAt,
  settledAt,
  ...(reference !== undefined && { reference }),
});
