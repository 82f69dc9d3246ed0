import type { Pool } from 'pg';
import type { Instant, PaymentMethod } from '#ledger';
import { readPage } from '../sql/read-page.js';
import { SqlValues } from '../sql/sql-values.js';

export const reportGroups = ['day', 'store', 'currency', 'paymentMethod'] as const;
export type ReportGroup = (typeof reportGroups)[number];

export interface CaptureReportRequest {
  /** The stores the caller may see and asks for (I8 of domain.md), with the time zone whose days are meant. */
  readonly stores: readonly { readonly storeId: string; readonly timeZone: string }[];
  readonly groupBy: readonly ReportGroup[];
  readonly currency?: string;
  readonly settledFrom?: Instant;
  /** Exclusive. */
  readonly settledBefore?: Instant;
  readonly rowsMax: number;
}

/** Sums over what was settled. Amounts of different currencies are never added. */
export interface CaptureReportRow {
  readonly day?: string;
  readonly store?: string;
  readonly currency: string;
  readonly paymentMethod?: PaymentMethod;
  readonly captures: number;
  /** Minor units. */
  readonly captured: number;
  readonly refunds: number;
  /** Above zero. */
  readonly refunded: number;
}

interface ReportRecord {
  readonly day?: string;
  readonly store?: string;
  readonly currency: string;
  readonly payment_method?: PaymentMethod;
  readonly captures: string;
  readonly captured: string;
  readonly refunds: string;
  readonly refunded: string;
}

const expressions: Readonly<Record<ReportGroup, string>> = {
  day: `((x.settled_at AT TIME ZONE s.time_zone)::date)::text AS day`,
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

/** PostgreSQL's answer to the name of a time zone that it has not heard of. */
const invalidParameter = '22023';

/** A store has a time zone that the runtime knows and PostgreSQL does not: it cannot tell the store's days. */
export class ReportZoneUnknown extends Error {
  override readonly name = 'ReportZoneUnknown';
}

/**
 * What was captured and refunded, summed by the groups asked for; rows in the order of the groups. Throws
 * `ReportZoneUnknown`.
 */
export const captureReport = async (
  pool: Pool,
  request: CaptureReportRequest,
): Promise<CaptureReportRow[]> => {
  const sql = new SqlValues();
  const groups = groupsOf(request.groupBy);
  const places = groups.map((_, index) => index + 1).join(', ');
  const stores = sql.place(request.stores.map(({ storeId }) => storeId));
  const zones = sql.place(request.stores.map(({ timeZone }) => timeZone));
  const lines = `(
      SELECT 'Purchase' AS type, t.order_id, t.store_id, t.currency, t.amount, t.captured_at AS settled_at
      FROM captures t
      WHERE t.settled_position IS NOT NULL AND t.store_id = ANY (${stores}::text[])
        ${within('t.captured_at', request, sql)}
      UNION ALL
      SELECT t.type, t.order_id, t.store_id, t.currency, t.amount, t.settled_at
      FROM settlement_lines t
      WHERE t.store_id = ANY (${stores}::text[]) ${within('t.settled_at', request, sql)}) AS x`;
  // The order's row is looked at only where the report asks for what it alone knows; first, as `rebuiltTables` has it.
  const orders = groups.includes('paymentMethod')
    ? `orders o JOIN ${lines} ON x.order_id = o.order_id`
    : lines;
  const text = `
    SELECT ${groups.map((group) => expressions[group]).join(', ')},
      count(*) FILTER (WHERE x.type = 'Purchase') AS captures,
      coalesce(sum(x.amount) FILTER (WHERE x.type = 'Purchase'), 0) AS captured,
      count(*) FILTER (WHERE x.type = 'Return') AS refunds,
      coalesce(sum(x.amount) FILTER (WHERE x.type = 'Return'), 0) AS refunded
    FROM ${orders}
    JOIN unnest(${stores}::text[], ${zones}::text[]) AS s (store_id, time_zone)
      ON s.store_id = x.store_id
    GROUP BY ${places} ORDER BY ${places} LIMIT ${sql.place(request.rowsMax)}`;
  try {
    const query = { text, values: sql.values };
    const rows = await readPage<ReportRecord>(pool, query, request.rowsMax);
    return rows.map(rowOf);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === invalidParameter)
      throw new ReportZoneUnknown(error.message);
    throw error;
  }
};

const rowOf = (record: ReportRecord): CaptureReportRow => ({
  ...(record.day !== undefined && { day: record.day }),
  ...(record.store !== undefined && { store: record.store }),
  currency: record.currency,
  ...(record.payment_method !== undefined && { paymentMethod: record.payment_method }),
  captures: Number(record.captures),
  captured: Number(record.captured),
  refunds: Number(record.refunds),
  refunded: Number(record.refunded),
});
