import type { CapturedRow, OrderCapture } from '#ledger';

/** A row of `captures` as JSON. */
export interface CaptureRecord {
  readonly capture_id: string;
  readonly status: OrderCapture['status'];
  readonly amount: number;
  readonly refunded: number;
  readonly description: string;
  readonly reference: string | null;
  readonly captured_at: string;
  readonly rows: readonly CapturedRow[];
}

/** The captures of order `o` in the order in which they were made, as one JSON array. */
export const capturesColumn = `
  (SELECT coalesce(json_agg(json_build_object(
     'capture_id', c.capture_id, 'status', c.status, 'amount', c.amount, 'refunded', c.refunded,
     'description', c.description, 'reference', c.reference, 'captured_at', c.captured_at, 'rows', c.rows
   ) ORDER BY c.revision), '[]') FROM captures c WHERE c.order_id = o.order_id) AS captures`;

export const captureOf = (record: CaptureRecord): OrderCapture => ({
  captureId: record.capture_id,
  status: record.status,
  amount: record.amount,
  refunded: record.refunded,
  description: record.description,
  ...(record.reference !== null && { reference: record.reference }),
  capturedAt: new Date(record.captured_at).toISOString(),
  rows: record.rows,
});
