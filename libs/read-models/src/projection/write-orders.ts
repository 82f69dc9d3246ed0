import {
  arraysOf,
  bigint,
  integer,
  json,
  text,
  timestamptz,
  uuid,
  type Column,
} from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { totalVat, type OrderState } from './order-state.js';
import type { PageChanges } from './page-changes.js';

const insertSql = `
  INSERT INTO orders (
    order_id, expires_at, status, rows_made, total, requested, captured, refunded, cancelled,
    remaining, captured_vat, total_vat, revision, position, rows, store_id, order_number, currency,
    sales_segment, payment_method, country_code, attributes, registered_by, placed_at)
  SELECT * FROM unnest(
    $1::uuid[], $2::timestamptz[], $3::text[], $4::integer[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
    $13::integer[], $14::bigint[], $15::json[], $16::text[], $17::text[], $18::text[], $19::text[],
    $20::text[], $21::text[], $22::json[], $23::text[], $24::timestamptz[])`;

const updateSql = `
  UPDATE orders o SET
    expires_at = n.expires_at, status = n.status, rows_made = n.rows_made, total = n.total,
    requested = n.requested, captured = n.captured, refunded = n.refunded,
    cancelled = n.cancelled, remaining = n.remaining, captured_vat = n.captured_vat,
    total_vat = n.total_vat, revision = n.revision, position = n.position, rows = n.rows
  FROM unnest(
    $1::uuid[], $2::timestamptz[], $3::text[], $4::integer[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
    $13::integer[], $14::bigint[], $15::json[]) AS n (
    order_id, expires_at, status, rows_made, total, requested, captured, refunded, cancelled,
    remaining, captured_vat, total_vat, revision, position, rows)
  WHERE o.order_id = n.order_id`;

/** What an event may change, in the order of the statements' columns. */
const moving: readonly Column<OrderState>[] = [
  uuid(({ balance }) => balance.orderId),
  timestamptz(({ balance }) => balance.expiresAt),
  text(({ balance }) => balance.status),
  integer(({ balance }) => balance.rowsMade),
  bigint(({ balance }) => balance.total),
  bigint(({ balance }) => balance.requested),
  bigint(({ balance }) => balance.captured),
  bigint(({ balance }) => balance.refunded),
  bigint(({ balance }) => balance.cancelled),
  bigint(({ balance }) => balance.remaining),
  bigint(({ capturedVat }) => capturedVat),
  bigint(totalVat),
  integer(({ revision }) => revision),
  bigint(({ position }) => position),
  json(({ balance }) => balance.rows),
];

/** What registration fixes; it is not written again. */
const fixed: readonly Column<OrderState>[] = [
  text(({ balance }) => balance.storeId),
  text(({ balance }) => balance.orderNumber),
  text(({ balance }) => balance.currency),
  text(({ balance }) => balance.salesSegment),
  text(({ balance }) => balance.paymentMethod),
  text(({ balance }) => balance.countryCode),
  json(({ balance }) => balance.attributes),
  text(({ registeredBy }) => registeredBy),
  timestamptz(({ balance }) => balance.placedAt),
];

const all = [...moving, ...fixed];

/**
 * Two statements rather than one `ON CONFLICT DO UPDATE`, which locks each row before it updates it. Which orders are
 * in the table is known: nobody else writes it while the checkpoint is locked.
 */
export const writeOrders = ({ orders }: PageChanges): Statement[] => {
  const added: OrderState[] = [];
  const moved: OrderState[] = [];
  for (const { before, after } of orders.values()) (before ? moved : added).push(after);
  return [
    ...(added.length === 0
      ? []
      : [{ name: 'insert-orders', text: insertSql, values: arraysOf(all, added) }]),
    ...(moved.length === 0
      ? []
      : [{ name: 'update-orders', text: updateSql, values: arraysOf(moving, moved) }]),
  ];
};
