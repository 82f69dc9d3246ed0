import type { CaptureShare, GatewayFailure, OrderEvent, OrderRefund, RefundedRow } from '#ledger';
import type { PageChanges } from '../projection/page-changes.js';
import { integer, json, money, optional, text, textAs, timestamptz, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';
import type { RowsOf, SqlRecord } from '../sql/table.js';

export const refunds = new Table(
  'refunds',
  {
    orderId: uuid,
    refundId: uuid,
    /**
     * The revision of the event that made the refund. Refunds of an order are shown in the order of
     * their revisions.
     */
    revision: integer,
    amount: money,
    description: text,
    reference: optional(text),
    refundedAt: timestamptz,
    rows: json<readonly RefundedRow[]>(),
    captures: json<readonly CaptureShare[]>(),
    /**
     * The state in which the refund was made. If it was only requested, its outcome is in
     * `refund_outcomes`.
     */
    outcome: textAs<'settled' | 'requested'>(),
  },
  { ids: ['orderId', 'refundId'], owner: 'orderId' },
);

/**
 * The outcomes of requested refunds. The outcomes have a table of their own, because a rebuild can
 * only add rows: while refunds are loaded, their table has no index by which a row could be found.
 */
export const refundOutcomes = new Table(
  'refund_outcomes',
  {
    orderId: uuid,
    refundId: uuid,
    status: textAs<'settled' | 'failed'>(),
    gatewayRefundId: optional(text),
    /** The gateway's reason for refusing the refund. */
    failure: optional(json<GatewayFailure>()),
    endedAt: timestamptz,
  },
  { ids: ['orderId', 'refundId'], owner: 'orderId' },
);

export const writeRefunds = ({ events }: PageChanges): Statement[] => [
  ...refunds.insert(
    events.flatMap(({ type, data, revision }) =>
      type === 'OrderRefunded' ? [{ outcome: 'settled', ...data, revision }] : [],
    ),
  ),
  ...refundOutcomes.insert(events.flatMap((event) => outcomeIn(event) ?? [])),
];

const outcomeIn = ({ type, data }: OrderEvent): RowsOf<typeof refundOutcomes> | undefined => {
  if (type === 'RefundSettled') {
    const { orderId, refundId, gatewayRefundId, settledAt: endedAt } = data;
    return { orderId, refundId, status: 'settled', gatewayRefundId, endedAt };
  }
  if (type !== 'RefundFailed') return undefined;
  const { orderId, refundId, reason, code, failedAt: endedAt } = data;
  const failure = { reason, ...(code !== undefined && { code }) };
  return { orderId, refundId, status: 'failed', failure, endedAt };
};

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

/**
 * An SQL column: the refunds of order `o` as a JSON array, in the order in which they were made.
 */
export const refundsColumn = `
  (SELECT coalesce(json_agg(json_build_object(
     'refund', ${shown.jsonObject('r')}, 'status', coalesce(x.status, r.outcome),
     'failure', x.failure
   ) ORDER BY r.revision), '[]')
   FROM refunds r
   LEFT JOIN refund_outcomes x ON x.order_id = r.order_id AND x.refund_id = r.refund_id
   WHERE r.order_id = o.order_id) AS refunds`;

/** A refund with the gateway's reason for refusing it, which the ledger's fold does not keep. */
export type ShownRefund = OrderRefund & { readonly failure?: GatewayFailure };

export const refundOf = (record: SqlRecord): ShownRefund => {
  const { failure } = record;
  return {
    ...shown.read(record['refund'] as SqlRecord),
    status: record['status'] as OrderRefund['status'],
    ...(failure !== null && failure !== undefined && { failure: failure as GatewayFailure }),
  };
};
