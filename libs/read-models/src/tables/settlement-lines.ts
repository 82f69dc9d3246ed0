import type {
  CaptureSettled,
  CapturedRow,
  OrderRefunded,
  RefundedRow,
  RefundSettled,
  SettlementLine,
} from '#ledger';
import { storeOf } from '../projection/page-changes.js';
import type { PageChanges } from '../projection/page-changes.js';
import type { ProjectedEvent } from '../projection/projection-page.js';
import { json, money, optional, position, text, textAs, timestamptz, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';
import type { RowsOf } from '../sql/table.js';

/**
 * Captures and refunds as settlements have them (lines): captures that the gateway settled later,
 * and settled refunds. A capture that was settled when it was made has no row in this table,
 * because its row in `captures` serves as the line.
 */
export const settlementLines = new Table(
  'settlement_lines',
  {
    storeId: text,
    currency: text,
    position,
    type: textAs<SettlementLine['type']>(),
    lineId: uuid,
    orderId: uuid,
    /** The id of the capture. For a refund, the first capture whose money the refund gives back. */
    captureId: uuid,
    /** Minor units; above zero for refunds too. */
    amount: money,
    /** Absent for a refund: the time is in the row of its capture. */
    capturedAt: optional(timestamptz),
    settledAt: timestamptz,
    reference: optional(text),
    rows: json<readonly (CapturedRow | RefundedRow)[]>(),
  },
  { ids: ['lineId', 'orderId', 'captureId'], owner: 'orderId' },
);

type Line = RowsOf<typeof settlementLines>;
type Origin = Pick<Line, 'storeId' | 'position'>;

export const writeSettlementLines = (page: PageChanges): Statement[] =>
  settlementLines.insert(
    page.events.flatMap((event) => {
      const storeId = storeOf(page, event.data.orderId);
      return lineOf(event, { storeId, position: event.position }) ?? [];
    }),
  );

const lineOf = (event: ProjectedEvent, origin: Origin): Line | undefined => {
  if (event.type === 'CaptureSettled') return purchase(event, origin);
  if (event.type === 'RefundSettled') return refund(event.data, event.data.settledAt, origin);
  if (event.type === 'OrderRefunded' && event.data.outcome !== 'requested') {
    return refund(event.data, event.data.refundedAt, origin);
  }
  return undefined;
};

const purchase = ({ data }: CaptureSettled, origin: Origin): Line => ({
  ...data,
  ...origin,
  type: 'Purchase',
  lineId: data.captureId,
});

const refund = (
  data: (OrderRefunded | RefundSettled)['data'],
  settledAt: string,
  origin: Origin,
): Line => ({
  ...data,
  ...origin,
  type: 'Return',
  lineId: data.refundId,
  captureId: data.captures[0]?.captureId ?? data.refundId,
  capturedAt: undefined,
  settledAt,
});
