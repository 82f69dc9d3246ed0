import { majorUnits } from '#ledger';
import type { OrderCapture } from '#ledger';
import type { OrderView } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import { walleyParties } from '../customer/walley-customer.js';
import { walleyInstant } from '../walley-instant.js';
import { totalAmount, walleyPaymentMethods } from '../walley-money.js';
import type { WalleyInvoiceDto, WalleyOrderDto } from './order.dto.js';
import { walleyItem, walleyItems } from './walley-items.js';

const invoiceStatuses: Readonly<Record<OrderCapture['status'], string>> = {
  requested: 'Requested',
  settled: 'Settled',
  failed: 'Failed',
};

const walleyInvoice = (capture: OrderCapture, currency: string): Plain<WalleyInvoiceDto> => ({
  id: capture.captureId,
  status: invoiceStatuses[capture.status],
  amount: majorUnits(capture.amount, currency),
  refundedAmount: majorUnits(capture.refunded, currency),
  description: capture.description,
  actionReference: capture.reference ?? null,
  capturedAt: walleyInstant(capture.capturedAt),
  items: capture.rows.map((row) => walleyItem(row, row.quantity, currency)),
});

/** An order as `GET /manage/orders/{orderId}` shows it. */
export const walleyOrder = (order: OrderView): Plain<WalleyOrderDto> => ({
  id: order.orderId,
  reference: order.orderNumber,
  paymentMethod: walleyPaymentMethods[order.paymentMethod],
  totalAmount: totalAmount(order),
  currency: order.currency,
  status: order.status,
  salesSegment: order.salesSegment,
  countryCode: order.countryCode ?? null,
  productCode: null,
  placedAt: walleyInstant(order.placedAt),
  expiresAt: walleyInstant(order.expiresAt),
  ...walleyParties(order),
  items: walleyItems(order),
  invoices: order.captures.map((capture) => walleyInvoice(capture, order.currency)),
});
