import type { Pool } from 'pg';
import type { Instant, PaymentMethod, VatShare } from '#ledger';
import { readPage, SqlValues } from '../sql/query.js';
import { localTimeOf, storeZones, type ZonedStore } from './store-zones.js';

export const reportGroups = ['month', 'day', 'store', 'currency', 'paymentMethod'] as const;
export type ReportGroup = (typeof reportGroups)[number];

export interface CaptureReportRequest {
  /** The stores that the caller asks for and may see (I8 of domain.md), with their time zones. */
  readonly stores: readonly ZonedStore[];
  readonly groupBy: readonly ReportGroup[];
  readonly currency?: string;
  readonly settledFrom?: Instant;
  /** Only captures and refunds settled before this instant. */
  readonly settledBefore?: Instant;
  readonly rowsMax: number;
}

/**
 * The sums of one group of settled captures and refunds. Amounts of different currencies are never
 * added.
 */
export interface CaptureReportRow {
  /** A month such as `2026-03`, in the store's time zone. */
  readonly month?: string;
  readonly day?: string;
  readonly store?: string;
  readonly currency: string;
  readonly paymentMethod?: PaymentMethod;
  readonly captures: number;
  /** Minor units. */
  readonly captured: number;
  readonly refunds: number;
  /** Minor units, as a positive number. */
  readonly refunded: number;
  /**
   * The VAT by rate, the lowest rate first. Refunds are subtracted, so that the `gross` amounts sum
   * up to `captured` less `refunded`.
   */
  readonly vat: readonly VatShare[];
}

interface ReportRecord {
  readonly month?: string;
  readonly day?: string;
  readonly store?: string;
  readonly currency: string;
  readonly payment_method?: PaymentMethod;
  readonly captures: string;
  readonly captured: string;
  readonly refunds: string;
  readonly refunded: string;
  readonly vat: readonly VatShare[];
}

/** The local time, in the store's time zone, at which a capture or refund was settled. */
const localTime = localTimeOf('x.settled_at');

const expressions: Readonly<Record<ReportGroup, string>> = {
  month: `to_char(${localTime}, 'YYYY-MM') AS month`,
  day: `((${localTime})::date)::text AS day`,
  store: 'x.store_id AS store',
  currency: 'x.currency',
  paymentMethod: 'o.payment_method',
};

const groupsOf = (asked: readonly ReportGroup[]): ReportGroup[] =>
  reportGroups.filter((group) => group === 'currency' || asked.includes(group));

const within = (column: string, request: CaptureReportRequest, sql: SqlValues): string =>
  [
    ...(request.settledFrom === undefined
      ? []
      : [`${column} >= ${sql.place(request.settledFrom)}`]),
    ...(request.settledBefore === undefined
      ? []
      : [`${column} < ${sql.place(request.settledBefore)}`]),
    ...(request.currency === undefined ? [] : [`t.currency = ${sql.place(request.currency)}`]),
  ]
    .map((condition) => `AND ${condition}`)
    .join(' ');

/**
 * Sums of settled captures and refunds, grouped and sorted by the properties that the request
 * names, such as day and store. Days are computed with the time zone database of Node.js, as the
 * days of settlements are, because PostgreSQL's time zone database can be older.
 */
export const captureReport = async (
  pool: Pool,
  request: CaptureReportRequest,
): Promise<CaptureReportRow[]> => {
  const sql = new SqlValues();
  const query = { text: reportSql(request, sql), values: sql.values };
  const rows = await readPage<ReportRecord>(pool, query, request.rowsMax);
  return rows.map(rowOf);
};

const columnOf: Readonly<Record<ReportGroup, string>> = {
  month: 'month',
  day: 'day',
  store: 'store',
  currency: 'currency',
  paymentMethod: 'payment_method',
};

/**
 * The VAT of a row, the same as `vatOf` of libs/ledger: the VAT given in the event, or else
 * computed from the price.
 */
const rowVat = `coalesce((row ->> 'vat')::bigint, round(
  (row ->> 'unitPrice')::numeric * (row ->> 'quantity')::numeric * (row ->> 'vatRate')::numeric
    / (100 + (row ->> 'vatRate')::numeric)))`;

/** The captures and refunds that were settled in the requested range of time, as rows `x`. */
const linesOf = (request: CaptureReportRequest, sql: SqlValues): string => {
  const stores = sql.place(request.stores.map(({ storeId }) => storeId));
  return `(
      SELECT 'Purchase' AS type, t.order_id, t.store_id, t.currency, t.amount, t.rows,
        t.captured_at AS settled_at
      FROM captures t
      WHERE t.settled_position IS NOT NULL AND t.store_id = ANY (${stores}::text[])
        ${within('t.captured_at', request, sql)}
      UNION ALL
      SELECT t.type, t.order_id, t.store_id, t.currency, t.amount, t.rows, t.settled_at
      FROM settlement_lines t
      WHERE t.store_id = ANY (${stores}::text[]) ${within('t.settled_at', request, sql)}) AS x`;
};

/** One statement computes the sums and the VAT, so that both show the same moment. */
const reportSql = (request: CaptureReportRequest, sql: SqlValues): string => {
  const groups = groupsOf(request.groupBy);
  const names = groups.map((group) => columnOf[group]);
  const same = names.map((name) => `v.${name} = sums.${name}`).join(' AND ');
  const lines = linesOf(request, sql);
  // `orders` is read only for the payment method. The table is named first, because all statements
  // name tables in the order of `rebuiltTables`. In another order, this statement could deadlock
  // with a rebuild.
  const orders = groups.includes('paymentMethod')
    ? `orders o JOIN ${lines} ON x.order_id = o.order_id`
    : lines;
  const hasDays = groups.includes('month') || groups.includes('day');
  return `
    WITH ${hasDays ? `zones AS MATERIALIZED (${storeZones(request.stores, sql)}), ` : ''}lines AS NOT MATERIALIZED (
      SELECT ${groups.map((group) => expressions[group]).join(', ')}, x.type, x.amount, x.rows
      FROM ${orders} ${hasDays ? 'JOIN zones z ON z.store_id = x.store_id' : ''}),
    sums AS (
      SELECT ${names.join(', ')},
        count(*) FILTER (WHERE type = 'Purchase') AS captures,
        coalesce(sum(amount) FILTER (WHERE type = 'Purchase'), 0) AS captured,
        count(*) FILTER (WHERE type = 'Return') AS refunds,
        coalesce(sum(amount) FILTER (WHERE type = 'Return'), 0) AS refunded
      FROM lines GROUP BY ${names.join(', ')}
      ORDER BY ${names.join(', ')} LIMIT ${sql.place(request.rowsMax)}),
    vat AS (
      SELECT ${names.join(', ')}, (row ->> 'vatRate')::numeric AS rate,
        sum(sign * (row ->> 'unitPrice')::bigint * (row ->> 'quantity')::bigint) AS gross,
        sum(sign * ${rowVat}) AS vat
      FROM lines CROSS JOIN LATERAL json_array_elements(rows) AS row
      CROSS JOIN LATERAL (SELECT CASE type WHEN 'Return' THEN -1 ELSE 1 END) AS of_line (sign)
      GROUP BY ${names.join(', ')}, rate)
    SELECT sums.*, coalesce((
      SELECT json_agg(json_build_object('vatRate', v.rate, 'gross', v.gross, 'vat', v.vat) ORDER BY v.rate)
      FROM vat v WHERE ${same}), '[]') AS vat
    FROM sums ORDER BY ${names.map((name) => `sums.${name}`).join(', ')}`;
};

const rowOf = (record: ReportRecord): CaptureReportRow => ({
  ...(record.month !== undefined && { month: record.month }),
  ...(record.day !== undefined && { day: record.day }),
  ...(record.store !== undefined && { store: record.store }),
  currency: record.currency,
  ...(record.payment_method !== undefined && { paymentMethod: record.payment_method }),
  captures: Number(record.captures),
  captured: Number(record.captured),
  refunds: Number(record.refunds),
  refunded: Number(record.refunded),
  vat: record.vat,
});
