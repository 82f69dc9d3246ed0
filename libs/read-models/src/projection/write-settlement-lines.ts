import type { CaptureSettled, OrderRefunded } from '#ledger';
import { arraysOf, bigint, json, text, timestamptz, uuid, type Column } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import type { PageChanges } from './page-changes.js';
import type { ProjectedEvent } from './projection-page.js';

interface LateLine {
  readonly storeId: string;
  readonly position: bigint;
  readonly event: CaptureSettled | OrderRefunded;
}

const insertSql = `
  INSERT INTO settlement_lines (
    store_id, currency, position, type, line_id, order_id, capture_id, amount, captured_at, settled_at,
    reference, rows)
  SELECT * FROM unnest(
    $1::text[], $2::text[], $3::bigint[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[],
    $9::timestamptz[], $10::timestamptz[], $11::text[], $12::json[])`;

const lineIdOf = ({ event }: LateLine): string =>
  event.type === 'OrderRefunded' ? event.data.refundId : event.data.captureId;

const columns: readonly Column<LateLine>[] = [
  text(({ storeId }) => storeId),
  text(({ event }) => event.data.currency),
  bigint(({ position }) => position),
  text(({ event }) => (event.type === 'OrderRefunded' ? 'Return' : 'Purchase')),
  uuid(lineIdOf),
  uuid(({ event }) => event.data.orderId),
  uuid((line) =>
    line.event.type === 'OrderRefunded'
      ? (line.event.data.captures[0]?.captureId ?? lineIdOf(line))
      : lineIdOf(line),
  ),
  bigint(({ event }) => event.data.amount),
  timestamptz(({ event }) => (event.type === 'OrderRefunded' ? null : event.data.capturedAt)),
  timestamptz(({ event }) =>
    event.type === 'OrderRefunded' ? event.data.refundedAt : event.data.settledAt,
  ),
  text(({ event }) => event.data.reference),
  json(({ event }) => event.data.rows),
];

/** The lines of settlements that no capture's own row holds: captures settled afterwards, and refunds. */
export const writeSettlementLines = ({ orders, events }: PageChanges): Statement[] => {
  const lines = events.flatMap((event): LateLine[] => {
    const storeId = orders.get(event.data.orderId)?.after.balance.storeId;
    if (!isLate(event) || storeId === undefined) return [];
    return [{ storeId, position: event.position, event }];
  });
  if (lines.length === 0) return [];
  return [{ name: 'insert-settlement-lines', text: insertSql, values: arraysOf(columns, lines) }];
};

const isLate = (event: ProjectedEvent): event is ProjectedEvent & LateLine['event'] =>
  event.type === 'CaptureSettled' || event.type === 'OrderRefunded';
