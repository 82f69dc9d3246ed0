import type { CaptureEvent } from '#ledger';
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
import { captureIn } from './capture-in.js';
import type { PageChanges } from './page-changes.js';

interface MadeCapture {
  readonly revision: number;
  readonly correlationId: string;
  readonly storeId: string | undefined;
  /** Where it stands in the log. */
  readonly position: bigint;
  readonly capture: CaptureEvent['data'];
}

const insertSql = `
  INSERT INTO captures (
    order_id, capture_id, revision, status, amount, refunded, description, reference, captured_at,
    correlation_id, store_id, currency, settled_position, rows)
  SELECT order_id, capture_id, revision, status, amount, 0, description, reference, captured_at,
    correlation_id, store_id, currency, settled_position, rows
  FROM unnest(
    $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bigint[], $6::text[], $7::text[],
    $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::json[]) AS made (
    order_id, capture_id, revision, status, amount, description, reference, captured_at,
    correlation_id, store_id, currency, settled_position, rows)`;

const columns: readonly Column<MadeCapture>[] = [
  uuid(({ capture }) => capture.orderId),
  uuid(({ capture }) => capture.captureId),
  integer(({ revision }) => revision),
  text(({ capture }) => capture.outcome),
  bigint(({ capture }) => capture.amount),
  text(({ capture }) => capture.description),
  text(({ capture }) => capture.reference),
  timestamptz(({ capture }) => capture.capturedAt),
  text(({ correlationId }) => correlationId),
  text(({ storeId }) => storeId),
  text(({ capture }) => capture.currency),
  bigint(({ capture, position }) => (capture.outcome === 'settled' ? position : null)),
  json(({ capture }) => capture.rows),
];

export const writeCaptures = ({ orders, events }: PageChanges): Statement[] => {
  const made: MadeCapture[] = [];
  for (const event of events) {
    const capture = captureIn(event);
    if (capture === undefined) continue;
    const { revision, position, metadata } = event;
    const storeId = orders.get(capture.orderId)?.after.balance.storeId;
    made.push({ revision, position, correlationId: metadata.correlationId, storeId, capture });
  }
  if (made.length === 0) return [];
  return [{ name: 'insert-captures', text: insertSql, values: arraysOf(columns, made) }];
};
