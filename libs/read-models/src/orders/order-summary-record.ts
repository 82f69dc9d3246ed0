import type { OrderStatus, OrderBalance } from '#ledger';
import type { OrderSummary } from './order-view.js';

/** Columns of `orders` as `pg` delivers them: bigint as text, timestamptz as Date. */
export interface OrderSummaryRecord {
  readonly order_id: string;
  readonly store_id: string;
  readonly order_number: string;
  readonly currency: string;
  readonly sales_segment: OrderBalance['salesSegment'];
  readonly payment_method: OrderBalance['paymentMethod'];
  readonly country_code: string | null;
  readonly attributes: NonNullable<OrderBalance['attributes']> | null;
  readonly placed_at: Date;
  readonly expires_at: Date;
  readonly status: OrderStatus;
  readonly total: string;
  readonly requested: string;
  readonly captured: string;
  readonly refunded: string;
  readonly cancelled: string;
  readonly remaining: string;
  readonly total_vat: string;
  readonly revision: number;
  readonly position: string;
}

export const summaryColumns = `
  o.order_id, o.store_id, o.order_number, o.currency, o.sales_segment, o.payment_method, o.country_code,
  o.attributes, o.placed_at, o.expires_at, o.status, o.total, o.requested, o.captured, o.refunded,
  o.cancelled, o.remaining, o.total_vat, o.revision, o.position`;

export const summaryOf = (record: OrderSummaryRecord): OrderSummary => ({
  ...totalsOf(record),
  totalVat: Number(record.total_vat),
});

/**
 * What an order and its summary have in common. Amounts are safe integers by the ledger's limits (domain.md, "Limits"),
 * so `Number` loses nothing.
 */
export const totalsOf = (
  record: Omit<OrderSummaryRecord, 'total_vat'>,
): Omit<OrderSummary, 'totalVat'> => ({
  orderId: record.order_id,
  storeId: record.store_id,
  orderNumber: record.order_number,
  currency: record.currency,
  salesSegment: record.sales_segment,
  paymentMethod: record.payment_method,
  ...(record.country_code !== null && { countryCode: record.country_code }),
  ...(record.attributes !== null && { attributes: record.attributes }),
  placedAt: record.placed_at.toISOString(),
  expiresAt: record.expires_at.toISOString(),
  status: record.status,
  total: Number(record.total),
  requested: Number(record.requested),
  captured: Number(record.captured),
  refunded: Number(record.refunded),
  cancelled: Number(record.cancelled),
  remaining: Number(record.remaining),
  revision: record.revision,
  position: BigInt(record.position),
});
