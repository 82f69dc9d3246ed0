import type { CaptureShare, OrderRefund, RefundedRow } from '#ledger';

/** A row of `refunds` as JSON. */
export interface RefundRecord {
  readonly refund_id: string;
  readonly amount: number;
  readonly description: string;
  readonly reference: string | null;
  readonly refunded_at: string;
  readonly rows: readonly RefundedRow[];
  readonly captures: readonly CaptureShare[];
}

/** The refunds of order `o` in the order in which they were made, as one JSON array. */
export const refundsColumn = `
  (SELECT coalesce(json_agg(json_build_object(
     'refund_id', r.refund_id, 'amount', r.amount, 'description', r.description, 'reference', r.reference,
     'refunded_at', r.refunded_at, 'rows', r.rows, 'captures', r.captures
   ) ORDER BY r.revision), '[]') FROM refunds r WHERE r.order_id = o.order_id) AS refunds`;

export const refundOf = (record: RefundRecord): OrderRefund => ({
  refundId: record.refund_id,
  amount: record.amount,
  description: record.description,
  ...(record.reference !== null && { reference: record.reference }),
  refundedAt: new Date(record.refunded_at).toISOString(),
  rows: record.rows,
  captures: record.captures,
});
