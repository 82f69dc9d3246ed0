import { type CapturedRow, majorUnits, type OrderCapture, type OrderRow, type Row } from '#ledger';
import type { OrderView } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { walleyParties } from './walley-customer.js';
import { totalAmount, walleyInstant, walleyPaymentMethods } from '../money/walley-money.js';
import type {
  WalleyInvoiceDto,
  WalleyItemDto,
  WalleyOrderDto,
  WalleyOrderItemDto,
} from './order.dto.js';

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

export const walleyItem = (row: Row, quantity: number, currency: string): Plain<WalleyItemDto> => ({
  articleNumber: row.articleNumber ?? null,
  description: row.description,
  price: majorUnits(row.unitPrice, currency),
  quantity,
  vatRate: row.vatRate,
});

const uncaptured = (row: OrderRow, currency: string): Plain<WalleyOrderItemDto> => ({
  ...walleyItem(row, row.remainingQuantity, currency),
  capturedQuantity: row.quantity - row.remainingQuantity,
});

/**
 * The rows of all captures except failed ones. If several captures contain the same row, their
 * quantities are added.
 */
const capturedRows = (order: OrderView): readonly CapturedRow[] => {
  const rows = new Map<string, CapturedRow>();
  const taken = order.captures.filter(({ status }) => status !== 'failed');
  for (const row of taken.flatMap((capture) => capture.rows)) {
    const quantity = row.quantity + (rows.get(row.rowId)?.quantity ?? 0);
    rows.set(row.rowId, { ...row, quantity });
  }
  return [...rows.values()];
};

/**
 * The member `items[]` of an order: its uncaptured rows. A caller can send these rows back as items
 * of a capture to capture the rest. If nothing is left to capture, `items[]` has all captured rows
 * (walley.md, "GET an order").
 */
export const walleyItems = (order: OrderView): readonly Plain<WalleyOrderItemDto>[] => {
  const left = order.rows.filter((row) => row.remainingQuantity > 0);
  if (left.length > 0) return left.map((row) => uncaptured(row, order.currency));
  return capturedRows(order).map((row) => ({
    ...walleyItem(row, row.quantity, order.currency),
    capturedQuantity: row.quantity,
  }));
};
