import type { OrderRefunded } from '#ledger';
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
import type { PageChanges } from './page-changes.js';

type MadeRefund = OrderRefunded['data'] & { readonly revision: number };

const insertSql = `
  INSERT INTO refunds (
    order_id, refund_id, revision, amount, description, reference, refunded_at, rows, captures)
  SELECT * FROM unnest(
    $1::uuid[], $2::uuid[], $3::integer[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[],
    $8::json[], $9::json[])`;

const columns: readonly Column<MadeRefund>[] = [
  uuid(({ orderId }) => orderId),
  uuid(({ refundId }) => refundId),
  integer(({ revision }) => revision),
  bigint(({ amount }) => amount),
  text(({ description }) => description),
  text(({ reference }) => reference),
  timestamptz(({ refundedAt }) => refundedAt),
  json(({ rows }) => rows),
  json(({ captures }) => captures),
];

export const writeRefunds = ({ events }: PageChanges): Statement[] => {
  const made = events.flatMap((event): MadeRefund[] =>
    event.type === 'OrderRefunded' ? [{ ...event.data, revision: event.revision }] : [],
  );
  if (made.length === 0) return [];
  return [{ name: 'insert-refunds', text: insertSql, values: arraysOf(columns, made) }];
};
