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
     * `settled` if the event that made the refund also settled it. `requested` if the gateway had
     * to answer first; the answer is then in `refund_outcomes`.
     */
    outcome: textAs<'settled' | 'requested'>(),
  },
  { ids: ['orderId', 'refundId'], owner: 'orderId' },
);

/**
 * The outcomes of requested refunds. An outcome is a new row in this table and no change in
 * `refunds`, because `refunds` has no index while a rebuild loads the log, and finding the row
 * would be slow.
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

/**
 * A refund as the read model shows it. `failure` is the gateway's reason for refusing the refund,
 * which the ledger's own state of the order does not contain.
 */
export type ShownRefund = OrderRefund & { readonly failure?: GatewayFailure };

export const refundOf = (record: SqlRecord): ShownRefund => {
  const { failure } = record;
  return {
    ...shown.read(record['refund'] as SqlRecord),
    status: record['status'] as OrderRefund['status'],
    ...(failure !== null && failure !== undefined && { failure: failure as GatewayFailure }),
  };
};
