import type { CapturedRow, OrderCapture, OrderEvent } from '#ledger';
import { captureIn } from '../projection/order-state.js';
import { storeOf } from '../projection/page-changes.js';
import type { PageChanges } from '../projection/page-changes.js';
import {
  integer,
  json,
  money,
  optional,
  position,
  text,
  textAs,
  timestamptz,
  uuid,
} from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { ColumnSet, Table } from '../sql/table.js';
import type { NewRowOf, RowsOf, SqlRecord } from '../sql/table.js';

export const captures = new Table(
  'captures',
  {
    orderId: uuid,
    captureId: uuid,
    /** Captures of an order are shown in the order of their revisions. */
    revision: integer,
    status: textAs<OrderCapture['status']>(),
    amount: money,
    refunded: money,
    description: text,
    reference: optional(text),
    capturedAt: timestamptz,
    correlationId: text,
    storeId: text,
    currency: text,
    /** Only of a capture that was settled as it was made. */
    settledPosition: optional(position),
    rows: json<readonly CapturedRow[]>(),
  },
  { ids: ['orderId', 'captureId'], owner: 'orderId' },
);

/** The captures that a page made. */
export const writeCaptures = (page: PageChanges): Statement[] => {
  const made: RowsOf<typeof captures>[] = [];
  for (const event of page.events) {
    const capture = captureIn(event);
    if (capture === undefined) continue;
    const { revision, position: at, metadata } = event;
    made.push({
      ...capture,
      revision,
      storeId: storeOf(page, capture.orderId),
      correlationId: metadata.correlationId,
      status: capture.outcome,
      refunded: 0,
      settledPosition: capture.outcome === 'settled' ? at : undefined,
    });
  }
  return captures.insert(made);
};

/** How a page changes a capture that was made before or in it. */
const changes = new ColumnSet({
  orderId: uuid,
  captureId: uuid,
  /** Minor units, in addition to what was refunded before; below 0 where a refund failed. */
  refunded: money,
  status: optional(textAs<'settled' | 'failed'>()),
});

type CaptureChange = NewRowOf<typeof changes.columns>;

/** All changes of one capture as one. */
const changesOf = (events: readonly OrderEvent[]): CaptureChange[] => {
  const found = new Map<string, CaptureChange>();
  for (const change of events.flatMap(changesIn)) {
    const key = `${change.orderId} ${change.captureId}`;
    const known = found.get(key);
    found.set(key, {
      ...change,
      refunded: (known?.refunded ?? 0) + change.refunded,
      status: change.status ?? known?.status,
    });
  }
  return [...found.values()];
};

const changesIn = (event: OrderEvent): CaptureChange[] => {
  const { orderId } = event.data;
  if (event.type === 'OrderRefunded' || event.type === 'RefundFailed') {
    const sign = event.type === 'OrderRefunded' ? 1 : -1;
    return event.data.captures.map(({ captureId, amount }) => ({
      ...{ orderId, captureId },
      refunded: sign * amount,
    }));
  }
  if (event.type !== 'CaptureSettled' && event.type !== 'CaptureFailed') return [];
  const status = event.type === 'CaptureSettled' ? 'settled' : 'failed';
  return [{ orderId, captureId: event.data.captureId, refunded: 0, status }];
};

const changeStatement = (
  name: string,
  text: string,
  { events }: Pick<PageChanges, 'events'>,
): Statement[] => {
  const changed = changesOf(events);
  return changed.length === 0 ? [] : [{ name, text, values: changes.arrays(changed) }];
};

const applyChangesSql = `
  UPDATE captures c
  SET refunded = c.refunded + n.refunded, status = coalesce(n.status, c.status)
  FROM ${changes.unnest}
  WHERE c.order_id = n.order_id AND c.capture_id = n.capture_id`;

/** Refunds and outcomes of captures. After `writeCaptures`: a page may change a capture that it made. */
export const writeCaptureChanges = (page: Pick<PageChanges, 'events'>): Statement[] =>
  changeStatement('change-captures', applyChangesSql, page);

const shown = captures.only(
  'captureId',
  'status',
  'amount',
  'refunded',
  'description',
  'reference',
  'capturedAt',
  'rows',
);

/** The captures of order `o` in the order in which they were made, as one JSON array. */
export const capturesColumn = `
  (SELECT coalesce(json_agg(${shown.jsonObject('c')} ORDER BY c.revision), '[]')
   FROM captures c WHERE c.order_id = o.order_id) AS captures`;

export const captureOf = (record: SqlRecord): OrderCapture => shown.read(record);

/**
 * While captures are loaded by a rebuild they have no index, so none can be found to be changed.
 * Their changes wait in a table of their own until there is one.
 */
export const stagingTableSql = `CREATE UNLOGGED TABLE capture_changes (${changes.definition})`;

const stageSql = `
  INSERT INTO capture_changes (${changes.names}) SELECT ${changes.values} FROM ${changes.unnest}`;

export const stageCaptureChanges = (page: Pick<PageChanges, 'events'>): Statement[] =>
  changeStatement('stage-capture-changes', stageSql, page);

/** A capture has one outcome at most, so `max` is it. */
export const applyStagedSql = `
  UPDATE captures c
  SET refunded = n.refunded, status = coalesce(n.status, c.status)
  FROM (
    SELECT order_id, capture_id, sum(refunded) AS refunded, max(status) AS status
    FROM capture_changes GROUP BY order_id, capture_id) AS n
  WHERE c.order_id = n.order_id AND c.capture_id = n.capture_id;
  TRUNCATE capture_changes`;
