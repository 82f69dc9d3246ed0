import type { Instant } from '../order/order-events.js';
import type { LineOrder } from './purchase-line.js';
import type { SettlementLine } from './settlement-line.js';
import type { TaxedRow } from '../order/row-vat.js';
import { negated, vatPerRate } from './vat-per-rate.js';

/** What a line says of its refund. */
export interface LineRefund {
  readonly refundId: string;
  readonly amount: number;
  readonly rows: readonly TaxedRow[];
  /** What it gives back of each capture. */
  readonly captures: readonly { readonly captureId: string }[];
  readonly reference?: string;
  readonly refundedAt: Instant;
}

/** The line of a refund; `capturedAt` is that of the first capture it gives back. */
export const returnLine = (
  { orderId, orderNumber, paymentMethod }: LineOrder,
  { refundId, amount, rows, captures, reference, refundedAt }: LineRefund,
  capturedAt: Instant | undefined,
): SettlementLine => ({
  type: 'Return',
  lineId: refundId,
  orderId,
  orderNumber,
  paymentMethod,
  captureId: captures[0]?.captureId ?? refundId,
  amount: 0 - amount,
  vat: negated(vatPerRate(rows)),
  capturedAt: capturedAt ?? refundedAt,
  settledAt: refundedAt,
  ...(reference !== undefined && { reference }),
});
