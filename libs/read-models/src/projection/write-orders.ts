import type { PageChanges } from './page-changes.js';
import { totalVat } from './order-state.js';
import type { OrderState } from './order-state.js';
import type { Statement } from './statement.js';
import { jsonValue, textValue } from './text-value.js';

const text = `
  INSERT INTO orders AS o (
    order_id, store_id, order_number, currency, sales_segment, payment_method, country_code,
    attributes, placed_at, expires_at, status, rows_made, total, requested, captured, refunded,
    cancelled, remaining, captured_vat, total_vat, revision, position)
  SELECT * FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::json[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::integer[], $13::bigint[],
    $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[],
    $20::bigint[], $21::integer[], $22::bigint[])
  ON CONFLICT (order_id) DO UPDATE SET
    expires_at = excluded.expires_at, status = excluded.status, rows_made = excluded.rows_made,
    total = excluded.total, requested = excluded.requested, captured = excluded.captured,
    refunded = excluded.refunded, cancelled = excluded.cancelled, remaining = excluded.remaining,
    captured_vat = excluded.captured_vat, total_vat = excluded.total_vat,
    revision = excluded.revision, position = excluded.position`;

/** In the order of the statement's columns. What registration fixed is not written again. */
const columns: readonly ((state: OrderState) => unknown)[] = [
  ({ balance }) => balance.orderId,
  ({ balance }) => textValue(balance.storeId),
  ({ balance }) => textValue(balance.orderNumber),
  ({ balance }) => balance.currency,
  ({ balance }) => balance.salesSegment,
  ({ balance }) => balance.paymentMethod,
  ({ balance }) => textValue(balance.countryCode),
  ({ balance }) => jsonValue(balance.attributes),
  ({ balance }) => balance.placedAt,
  ({ balance }) => balance.expiresAt,
  ({ balance }) => balance.status,
  ({ balance }) => balance.rowsMade,
  ({ balance }) => balance.total,
  ({ balance }) => balance.requested,
  ({ balance }) => balance.captured,
  ({ balance }) => balance.refunded,
  ({ balance }) => balance.cancelled,
  ({ balance }) => balance.remaining,
  ({ capturedVat }) => capturedVat,
  totalVat,
  ({ revision }) => revision,
  ({ position }) => position,
];

export const writeOrders = ({ orders }: PageChanges): Statement => {
  const states = [...orders.values()].map(({ after }) => after);
  return { name: 'write-orders', text, values: columns.map((column) => states.map(column)) };
};
