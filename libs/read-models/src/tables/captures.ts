import type { CapturedRow, OrderCapture, OrderEvent, GatewayCharge, GatewayFailure } from '#ledger';
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
    /**
     * The revision of the event that made the capture. Captures of an order are shown in the order
     * of their revisions.
     */
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
    /**
     * The log position of the event that made the capture and settled it at once. Absent if the
     * capture was only requested. If the gateway settles the capture later, a row is added to
     * `settlement_lines`.
     */
    settledPosition: optional(position),
    rows: json<readonly CapturedRow[]>(),
    paymentIntent: optional(text),
    /** The gateway's record of the charge, if the capture succeeded. */
    charge: optional(json<GatewayCharge>()),
    /** The gateway's reason for refusing the capture. */
    failure: optional(json<GatewayFailure>()),
    /**
     * The time when a requested capture was settled or failed; absent while there is no outcome.
     */
    endedAt: optional(timestamptz),
  },
  { ids: ['orderId', 'captureId'], owner: 'orderId' },
);

/** The statement that inserts the captures made in a page of events. */
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

/**
 * The columns that describe how a page of events changes a capture: an amount to add to the
 * refunded amount, and the outcome, if the page has it.
 */
const changes = new ColumnSet({
  orderId: uuid,
  captureId: uuid,
  /**
   * The amount in minor units by which the refunded amount changes; negative if a refund failed.
   */
  refunded: money,
  status: optional(textAs<'settled' | 'failed'>()),
  charge: captures.columns.charge,
  failure: captures.columns.failure,
  endedAt: captures.columns.endedAt,
});

type CaptureChange = NewRowOf<typeof changes.columns>;

/**
 * The changes of captures by a page of events. Several changes of one capture are combined into
 * one.
 */
const changesOf = (events: readonly OrderEvent[]): CaptureChange[] => {
  const found = new Map<string, CaptureChange>();
  for (const change of events.flatMap(changesIn)) {
    const key = `${change.orderId} ${change.captureId}`;
    const known = found.get(key);
    found.set(key, {
      ...known,
      ...change,
      refunded: (known?.refunded ?? 0) + change.refunded,
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
  if (event.type === 'CaptureSettled') {
    const { captureId, charge, settledAt: endedAt } = event.data;
    return [{ orderId, captureId, refunded: 0, status: 'settled', charge, endedAt }];
  }
  if (event.type !== 'CaptureFailed') return [];
  const { captureId, reason, code, failedAt: endedAt } = event.data;
  const failure = { reason, ...(code !== undefined && { code }) };
  return [{ orderId, captureId, refunded: 0, status: 'failed', failure, endedAt }];
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
  SET refunded = c.refunded + n.refunded, status = coalesce(n.status, c.status),
    charge = coalesce(n.charge, c.charge), failure = coalesce(n.failure, c.failure),
    ended_at = coalesce(n.ended_at, c.ended_at)
  FROM ${changes.unnest}
  WHERE c.order_id = n.order_id AND c.capture_id = n.capture_id`;

/**
 * Writes the refunded amounts and the outcomes of captures. Must run after `writeCaptures` for the
 * same page of events, because a page may contain a capture and its refund.
 */
export const writeCaptureChanges = (page: Pick<PageChanges, 'events'>): Statement[] =>
  changeStatement('change-captures', applyChangesSql, page);

const shown = captures.only(
  ...(['captureId', 'status', 'amount', 'refunded', 'description', 'reference'] as const),
  ...(['capturedAt', 'rows', 'paymentIntent', 'charge', 'failure'] as const),
);

/**
 * An SQL column: the captures of order `o` as a JSON array, in the order in which they were made.
 */
export const capturesColumn = `
  (SELECT coalesce(json_agg(${shown.jsonObject('c')} ORDER BY c.revision), '[]')
   FROM captures c WHERE c.order_id = o.order_id) AS captures`;

export const captureOf = (record: SqlRecord): OrderCapture => {
  const { paymentIntent, charge, failure, ...capture } = shown.read(record);
  const gateway = {
    ...(paymentIntent !== undefined && { paymentIntent }),
    ...(charge !== undefined && { charge }),
    ...(failure !== undefined && { failure }),
  };
  return { ...capture, ...(Object.keys(gateway).length > 0 && { gateway }) };
};

/**
 * A table that collects changes of captures while a rebuild loads the log. During the load, the
 * table of captures has no index, so finding each changed capture would be slow. All changes are
 * applied when the index is made.
 */
export const stagingTableSql = `CREATE UNLOGGED TABLE capture_changes (${changes.definition})`;

const stageSql = `
  INSERT INTO capture_changes (${changes.names}) SELECT ${changes.values} FROM ${changes.unnest}`;

export const stageCaptureChanges = (page: Pick<PageChanges, 'events'>): Statement[] =>
  changeStatement('stage-capture-changes', stageSql, page);

/**
 * Applies the collected changes to the captures. Only one change of a capture can have an outcome;
 * the columns of the outcome are NULL in all other changes. `max` and `[1]` therefore select the
 * outcome.
 */
export const applyStagedSql = `
  UPDATE captures c
  SET refunded = n.refunded, status = coalesce(n.status, c.status),
    charge = n.charge, failure = n.failure, ended_at = n.ended_at
  FROM (
    SELECT order_id, capture_id, sum(refunded) AS refunded, max(status) AS status,
      (array_agg(charge) FILTER (WHERE charge IS NOT NULL))[1] AS charge,
      (array_agg(failure) FILTER (WHERE failure IS NOT NULL))[1] AS failure,
      max(ended_at) AS ended_at
    FROM capture_changes GROUP BY order_id, capture_id) AS n
  WHERE c.order_id = n.order_id AND c.capture_id = n.capture_id;
  TRUNCATE capture_changes`;
