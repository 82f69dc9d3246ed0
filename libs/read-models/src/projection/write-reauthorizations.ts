import { arraysOf, bigint, integer, text, timestamptz, uuid, type Column } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import type { PageChanges } from './page-changes.js';
import { reauthorizationChanges, type ChangedReauthorization } from './reauthorization-changes.js';
const endSql = `
  UPDATE reauthorizations SET status = 'rejected'
  WHERE order_id = ANY ($1::uuid[]) AND status = 'pending'`;

/** The one that an approval completes is there already, as it was asked for. */
const upsertSql = `
  INSERT INTO reauthorizations (
    order_id, reauthorization_id, revision, status, requested, amount, reference, requested_at)
  SELECT order_id, reauthorization_id, revision, status, requested::boolean, amount, reference,
    requested_at
  FROM unnest(
    $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::bigint[], $7::text[],
    $8::timestamptz[]) AS changed (
    order_id, reauthorization_id, revision, status, requested, amount, reference, requested_at)
  ON CONFLICT (order_id, reauthorization_id) DO UPDATE SET status = excluded.status`;

const columns: readonly Column<ChangedReauthorization>[] = [
  uuid(({ orderId }) => orderId),
  uuid(({ reauthorizationId }) => reauthorizationId),
  integer(({ revision }) => revision),
  text(({ status }) => status),
  text(({ requested }) => String(requested)),
  bigint(({ amount }) => amount),
  text(({ reference }) => reference),
  timestamptz(({ requestedAt }) => requestedAt),
];

export const writeReauthorizations = ({ events }: PageChanges): Statement[] => {
  const { orderIds, changed } = reauthorizationChanges(events);
  if (orderIds.length === 0) return [];
  const ending = { name: 'end-reauthorizations', text: endSql };
  const upserting = { name: 'upsert-reauthorizations', text: upsertSql };
  return [
    { ...ending, values: arraysOf([uuid<string>((orderId) => orderId)], orderIds) },
    ...(changed.length === 0 ? [] : [{ ...upserting, values: arraysOf(columns, changed) }]),
  ];
};
