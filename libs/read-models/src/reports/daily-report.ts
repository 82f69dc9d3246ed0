import type { Pool } from 'pg';
import type { Instant } from '#ledger';
import { readPage, SqlValues } from '../sql/query.js';
import { localTimeOf, storeZones, type ZonedStore } from './store-zones.js';

export interface DailyReportRequest {
  /** The stores that the caller asks for and may see (I8 of domain.md), with their time zones. */
  readonly stores: readonly ZonedStore[];
  readonly currency?: string;
  /**
   * Number of days in the report. The last of them is the day of `now` in each store's time zone.
   */
  readonly days: number;
  readonly now: Instant;
  readonly rowsMax: number;
}

/**
 * The sums of one day of a store, in one currency; amounts in minor units. The day is that of the
 * store's time zone.
 */
export interface DailyReportRow {
  /** `2026-03-29` */
  readonly day: string;
  readonly store: string;
  readonly currency: string;
  /** The amount of the captures that were settled on that day. */
  readonly captured: number;
  /** The amount refunded on that day, as a positive number. */
  readonly refunded: number;
  /** The part of `captured` minus `refunded` that is not in any settlement yet. */
  readonly unsettled: number;
  /**
   * The amount of the captures that were requested on that day and refused by the gateway, on that
   * day or later.
   */
  readonly failed: number;
  readonly failedCaptures: number;
}

type DailyRecord = Record<keyof DailyReportRow, string>;

const dayMs = 86_400_000;

/**
 * The SQL statement of the report. `since` is an instant before the first day of the report in
 * every time zone. With `since`, PostgreSQL can use the indexes on time. The days are then compared
 * in the time zone of each store.
 *
 * `settlements` is named last, because all statements name tables in the order of `rebuiltTables`.
 * In another order, this statement could deadlock with a rebuild.
 */
const dailySql = (request: DailyReportRequest, sql: SqlValues): string => {
  const { stores, currency, days, now, rowsMax } = request;
  const own = sql.place(stores.map(({ storeId }) => storeId));
  const since = sql.place(new Date(Date.parse(now) - (days + 1) * dayMs));
  const today = `(${localTimeOf(`${sql.place(now)}::timestamptz`)})::date`;
  const day = `(${localTimeOf('x.at')})::date`;
  return `
    WITH zones AS MATERIALIZED (${storeZones(stores, sql)}),
    lines AS NOT MATERIALIZED (${linesSince(own, since)}),
    cuts AS (
      SELECT s.store_id, s.currency, max(s.position) AS position
      FROM settlements s WHERE s.store_id = ANY (${own}::text[]) GROUP BY s.store_id, s.currency),
    dated AS (
      SELECT ${day} AS day, x.store_id AS store, x.currency, x.kind, x.amount,
        x.position > coalesce(k.position, -1) AS is_open
      FROM lines x JOIN zones z ON z.store_id = x.store_id
      LEFT JOIN cuts k ON k.store_id = x.store_id AND k.currency = x.currency
      WHERE ${day} > ${today} - ${sql.place(days)}::integer
        ${currency === undefined ? '' : `AND x.currency = ${sql.place(currency)}`})
    SELECT day::text, store, currency,
      coalesce(sum(amount) FILTER (WHERE kind = 'captured'), 0) AS captured,
      coalesce(sum(amount) FILTER (WHERE kind = 'refunded'), 0) AS refunded,
      coalesce(sum(CASE kind WHEN 'refunded' THEN -amount ELSE amount END)
        FILTER (WHERE is_open AND kind <> 'failed'), 0) AS unsettled,
      coalesce(sum(amount) FILTER (WHERE kind = 'failed'), 0) AS failed,
      count(*) FILTER (WHERE kind = 'failed') AS "failedCaptures"
    FROM dated GROUP BY day, store, currency ORDER BY day, store, currency
    LIMIT ${sql.place(rowsMax)}`;
};

/**
 * A query for the settled captures, failed captures and refunds of the stores `own` since the
 * instant `since`. Both parameters are placeholders such as `$1`.
 */
const linesSince = (own: string, since: string): string => {
  const within = (table: string, at: string): string =>
    `${table}.store_id = ANY (${own}::text[]) AND ${at} >= ${since}::timestamptz`;
  return `
      SELECT 'captured' AS kind, c.store_id, c.currency, c.amount, c.captured_at AS at,
        c.settled_position AS position
      FROM captures c WHERE c.settled_position IS NOT NULL AND ${within('c', 'c.captured_at')}
      UNION ALL
      SELECT 'failed', c.store_id, c.currency, c.amount, c.captured_at, NULL
      FROM captures c
      WHERE c.status = 'failed' AND ${within('c', 'c.captured_at')}
      UNION ALL
      SELECT CASE l.type WHEN 'Return' THEN 'refunded' ELSE 'captured' END, l.store_id,
        l.currency, l.amount, l.settled_at, l.position
      FROM settlement_lines l WHERE ${within('l', 'l.settled_at')}`;
};

/**
 * Sums of the last days by day, store and currency: amounts captured, refunded, not yet in a
 * settlement, and refused by the gateway. A day on which nothing happened has no row.
 */
export const dailyReport = async (
  pool: Pool,
  request: DailyReportRequest,
): Promise<DailyReportRow[]> => {
  const sql = new SqlValues();
  const query = { text: dailySql(request, sql), values: sql.values };
  const rows = await readPage<DailyRecord>(pool, query, request.rowsMax);
  return rows.map(rowOf);
};

const rowOf = (record: DailyRecord): DailyReportRow => ({
  ...{ day: record.day, store: record.store, currency: record.currency },
  captured: Number(record.captured),
  refunded: Number(record.refunded),
  unsettled: Number(record.unsettled),
  failed: Number(record.failed),
  failedCaptures: Number(record.failedCaptures),
});
