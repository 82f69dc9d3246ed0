import type { CaptureEvent } from '#ledger';
import { arraysOf, bigint, integer, json, text, timestamptz, uuid } from '../sql/column.js';
import type { Column } from '../sql/column.js';
import type { Statement } from '../sql/statement.js';
import { captureIn } from './capture-in.js';
import type { PageChanges } from './page-changes.js';

interface MadeCapture {
  readonly revision: number;
  readonly correlationId: string;
  readonly capture: CaptureEvent['data'];
}

const insertSql = `
  INSERT INTO captures (
    order_id, capture_id, revision, status, amount, refunded, description, reference, captured_at,
    correlation_id, rows)
  SELECT order_id, capture_id, revision, status, amount, 0, description, reference, captured_at,
    correlation_id, rows
  FROM unnest(
    $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bigint[], $6::text[], $7::text[],
    $8::timestamptz[], $9::text[], $10::json[]) AS made (
    order_id, capture_id, revision, status, amount, description, reference, captured_at,
    correlation_id, rows)`;

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
  json(({ capture }) => capture.rows),
];

export const writeCaptures = ({ events }: PageChanges): Statement[] => {
  const made: MadeCapture[] = [];
  for (const event of events) {
    const capture = captureIn(event);
    if (capture === undefined) continue;
    const { revision, metadata } = event;
    made.push({ revision, correlationId: metadata.correlationId, capture });
  }
  if (made.length === 0) return [];
  return [{ name: 'insert-captures', text: insertSql, values: arraysOf(columns, made) }];
};
