import type { CaptureShare, OrderRefund, RefundedRow } from '#ledger';
import type { PageChanges } from '../projection/page-changes.js';
import { integer, json, money, optional, text, timestamptz, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';
import type { SqlRecord } from '../sql/table.js';

export const refunds = new Table(
  'refunds',
  {
    orderId: uuid,
    refundId: uuid,
    /** Refunds of an order are shown in the order of their revisions. */
    revision: integer,
    amount: money,
    description: text,
    reference: optional(text),
    refundedAt: timestamptz,
    rows: json<readonly RefundedRow[]>(),
    captures: json<readonly CaptureShare[]>(),
  },
  { ids: ['orderId', 'refundId'], owner: 'orderId' },
);

export const writeRefunds = ({ events }: PageChanges): Statement[] =>
  refunds.insert(
    events.flatMap((event) =>
      event.type === 'OrderRefunded' ? [{ ...event.data, revision: event.revision }] : [],
    ),
  );

const shown = refunds.only(
  ...([
    'refundId',
    'amount',
    'description',
    'reference',
    'refundedAt',
    'rows',
    'captures',
  ] as const),
);

/** The refunds of order `o` in the order in which they were made, as one JSON array. */
export const refundsColumn = `
  (SELECT coalesce(json_agg(${shown.jsonObject('r')} ORDER BY r.revision), '[]')
   FROM refunds r WHERE r.order_id = o.order_id) AS refunds`;

export const refundOf = (record: SqlRecord): OrderRefund => shown.read(record);
