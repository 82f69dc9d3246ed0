import { purchaseLine, returnLine } from '#ledger';
import type { CapturedRow, PaymentMethod, SettlementLine } from '#ledger';

/** A line, and where its event stands in the log. */
export type LoggedLine = SettlementLine & { readonly position: bigint };

/** A capture that was settled, or a refund, as `pg` delivers it. */
export interface LineRecord {
  readonly type: SettlementLine['type'];
  readonly line_id: string;
  readonly order_id: string;
  readonly capture_id: string;
  readonly order_number: string;
  readonly payment_method: PaymentMethod;
  readonly position: string;
  readonly amount: string;
  readonly captured_at: Date | null;
  readonly settled_at: Date;
  readonly reference: string | null;
  readonly rows: readonly CapturedRow[];
}

/** Made by the functions that make a line of an event, so that the two cannot differ. */
export const lineOf = (record: LineRecord): LoggedLine => ({
  ...(record.type === 'Purchase' ? purchaseOf(record) : returnOf(record)),
  position: BigInt(record.position),
});

const orderOf = (record: LineRecord) => ({
  orderId: record.order_id,
  orderNumber: record.order_number,
  paymentMethod: record.payment_method,
});

const referenceOf = ({ reference }: LineRecord) => (reference === null ? {} : { reference });

const purchaseOf = (record: LineRecord): SettlementLine => {
  const settledAt = record.settled_at.toISOString();
  const capture = {
    captureId: record.line_id,
    amount: Number(record.amount),
    rows: record.rows,
    capturedAt: record.captured_at?.toISOString() ?? settledAt,
    ...referenceOf(record),
  };
  return purchaseLine(orderOf(record), capture, settledAt);
};

const returnOf = (record: LineRecord): SettlementLine => {
  const refund = {
    refundId: record.line_id,
    amount: Number(record.amount),
    rows: record.rows,
    captures: [{ captureId: record.capture_id }],
    refundedAt: record.settled_at.toISOString(),
    ...referenceOf(record),
  };
  return returnLine(orderOf(record), refund, record.captured_at?.toISOString());
};
