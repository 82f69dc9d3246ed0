import type { OrderReauthorization, ReauthorizationEvent } from '#ledger';
import type { PageChanges } from '../projection/page-changes.js';
import type { ProjectedEvent } from '../projection/projection-page.js';
import {
  boolean,
  integer,
  money,
  optional,
  text,
  textAs,
  timestamptz,
  uuid,
} from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';
import type { RowsOf, SqlRecord } from '../sql/table.js';

export const reauthorizations = new Table(
  'reauthorizations',
  {
    orderId: uuid,
    reauthorizationId: uuid,
    /**
     * The revision of the event that made the row. Reauthorisations of an order are shown in the
     * order of their revisions.
     */
    revision: integer,
    status: textAs<OrderReauthorization['status']>(),
    requested: boolean,
    amount: money,
    reference: optional(text),
    requestedAt: timestamptz,
  },
  { ids: ['orderId', 'reauthorizationId'], owner: 'orderId', isKeyedWhileLoading: true },
);

/** The row of a reauthorisation after a page of events was applied. */
type ChangedReauthorization = RowsOf<typeof reauthorizations>;

interface ReauthorizationChanges {
  /**
   * Ids of the orders whose pending reauthorisation is ended by these events. The pending row is
   * written as rejected, unless `changed` has the same reauthorisation as completed.
   */
  readonly orderIds: readonly string[];
  /**
   * Reauthorisations that these events request or complete. If a completed one already has a row,
   * only its status changes.
   */
  readonly changed: readonly ChangedReauthorization[];
}

type Change = ProjectedEvent & ReauthorizationEvent;

const isChange = (event: ProjectedEvent): event is Change =>
  event.type === 'ReauthorizationRequested' ||
  event.type === 'ReauthorizationRejected' ||
  event.type === 'OrderReauthorized';

/**
 * The changes of reauthorisations by a page of events. A new request, an approval and a rejection
 * all end the pending reauthorisation of the order.
 */
export const reauthorizationChanges = (
  events: readonly ProjectedEvent[],
): ReauthorizationChanges => {
  const orderIds = new Set<string>();
  const changed = new Map<string, ChangedReauthorization>();
  for (const event of events.filter(isChange)) {
    const { orderId, reauthorizationId } = event.data;
    orderIds.add(orderId);
    for (const [id, other] of changed) {
      if (other.orderId !== orderId || other.status !== 'pending') continue;
      const status = isCompletionOf(event, id) ? 'completed' : 'rejected';
      changed.set(id, { ...other, status });
    }
    if (!changed.has(reauthorizationId) && event.type !== 'ReauthorizationRejected') {
      changed.set(reauthorizationId, made(event));
    }
  }
  return { orderIds: [...orderIds], changed: [...changed.values()] };
};

const isCompletionOf = ({ type, data }: Change, id: string): boolean =>
  type === 'OrderReauthorized' && data.reauthorizationId === id;

const made = (
  event: Exclude<Change, { type: 'ReauthorizationRejected' }>,
): ChangedReauthorization => {
  const { orderId, reauthorizationId, amount, reference } = event.data;
  const isRequest = event.type === 'ReauthorizationRequested';
  return {
    ...{ orderId, reauthorizationId, amount, revision: event.revision },
    status: isRequest ? 'pending' : 'completed',
    requested: isRequest,
    ...(reference !== undefined && { reference }),
    requestedAt: isRequest ? event.data.requestedAt : event.data.reauthorizedAt,
  };
};

const endSql = `
  UPDATE reauthorizations SET status = 'rejected'
  WHERE order_id = ANY ($1::uuid[]) AND status = 'pending'`;

export const writeReauthorizations = ({ events }: PageChanges): Statement[] => {
  const { orderIds, changed } = reauthorizationChanges(events);
  if (orderIds.length === 0) return [];
  return [
    { name: 'end-reauthorizations', text: endSql, values: [orderIds] },
    // If an earlier page of events had the request, the reauthorisation already has a row. The
    // approval changes only the status of this row.
    ...reauthorizations.insert(changed, {
      onConflict:
        'ON CONFLICT (order_id, reauthorization_id) DO UPDATE SET status = excluded.status',
    }),
  ];
};

const shown = reauthorizations.only(
  ...(['reauthorizationId', 'status', 'requested', 'amount', 'reference', 'requestedAt'] as const),
);

/**
 * An SQL column: the reauthorisations of order `o` as a JSON array, in the order in which they were
 * requested.
 */
export const reauthorizationsColumn = `
  (SELECT coalesce(json_agg(${shown.jsonObject('a')} ORDER BY a.revision), '[]')
   FROM reauthorizations a WHERE a.order_id = o.order_id) AS reauthorizations`;

export const reauthorizationOf = (record: SqlRecord): OrderReauthorization => shown.read(record);
