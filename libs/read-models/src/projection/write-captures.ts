import type { CaptureEvent } from '#ledger';
import { captureIn } from './capture-in.js';
import type { PageChanges } from './page-changes.js';
import type { Statement } from './statement.js';
import { jsonValue, textValue } from './text-value.js';

interface MadeCapture {
  readonly revision: number;
  readonly capture: CaptureEvent['data'];
}

const text = `
  INSERT INTO captures (
    order_id, capture_id, revision, status, amount, refunded, description, reference, captured_at,
    rows)
  SELECT order_id, capture_id, revision, status, amount, 0, description, reference, captured_at, rows
  FROM unnest(
    $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bigint[], $6::text[], $7::text[],
    $8::timestamptz[], $9::json[]) AS made (
    order_id, capture_id, revision, status, amount, description, reference, captured_at, rows)`;

const columns: readonly ((made: MadeCapture) => unknown)[] = [
  ({ capture }) => capture.orderId,
  ({ capture }) => capture.captureId,
  ({ revision }) => revision,
  ({ capture }) => capture.outcome,
  ({ capture }) => capture.amount,
  ({ capture }) => textValue(capture.description),
  ({ capture }) => textValue(capture.reference),
  ({ capture }) => capture.capturedAt,
  ({ capture }) => jsonValue(capture.rows),
];

export const writeCaptures = ({ events }: PageChanges): Statement[] => {
  const made = events.flatMap((event) => {
    const capture = captureIn(event);
    return capture === undefined ? [] : [{ revision: event.revision, capture }];
  });
  if (made.length === 0) return [];
  return [{ name: 'write-captures', text, values: columns.map((column) => made.map(column)) }];
};
