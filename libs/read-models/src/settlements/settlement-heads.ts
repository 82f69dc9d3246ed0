import type { Pool } from 'pg';
import type { Instant, SettlementHead } from '#ledger';
import type { LineSums } from './line-queries.js';

/**
 * The newest cut of a store in one currency. A cut is the event that closes a settlement: all
 * captures and refunds before it belong to a settlement.
 */
export interface StoreHead extends SettlementHead {
  readonly storeId: string;
  readonly currency: string;
  /**
   * Log position of the event that closed the newest settlement; -1 if no settlement was closed.
   */
  readonly lastPosition: bigint;
}

interface HeadRecord {
  readonly store_id: string;
  readonly currency: string;
  readonly number: number | null;
  readonly position: string | null;
  readonly period_end: Date | null;
  readonly first_settled_at: Date | null;
}

/**
 * A query for the pairs of store and currency in a table. PostgreSQL jumps in the index from one
 * pair to the next, so the cost does not grow with the number of captures. `captures` has the
 * captures that were settled at once; `settlement_lines` has the captures that were settled later,
 * and refunds.
 */
const pairs = (table: string, isSettled: string): string => `
  SELECT * FROM (
    WITH RECURSIVE pair AS (
      (SELECT t.store_id, t.currency FROM ${table} t WHERE ${isSettled}
        ORDER BY t.store_id, t.currency LIMIT 1)
      UNION ALL
      SELECT n.store_id, n.currency FROM pair p CROSS JOIN LATERAL (
        SELECT t.store_id, t.currency FROM ${table} t
        WHERE ${isSettled} AND (t.store_id, t.currency) > (p.store_id, p.currency)
        ORDER BY t.store_id, t.currency LIMIT 1) n)
    SELECT * FROM pair) AS found`;

const firsts = `
  SELECT min(at) AS first_settled_at FROM (
    (SELECT c.captured_at AS at FROM captures c
      WHERE c.store_id = p.store_id AND c.currency = p.currency
        AND c.settled_position > coalesce(s.position, -1) ORDER BY c.settled_position LIMIT 1)
    UNION ALL
    (SELECT l.settled_at FROM settlement_lines l
      WHERE l.store_id = p.store_id AND l.currency = p.currency
        AND l.position > coalesce(s.position, -1) ORDER BY l.position LIMIT 1)) AS first`;

const headsOf = (found: string): string => `
  SELECT p.store_id, p.currency, s.number, s.position, s.period_end, f.first_settled_at
  FROM (${found}) AS p
  LEFT JOIN LATERAL (
    SELECT s.number, s.position, s.period_end FROM settlements s
    WHERE s.store_id = p.store_id AND s.currency = p.currency ORDER BY s.number DESC LIMIT 1) s ON true
  CROSS JOIN LATERAL (${firsts}) f`;

const allSql = `${headsOf(
  `${pairs('captures', 't.settled_position IS NOT NULL')}
   UNION ${pairs('settlement_lines', 'true')}`,
)} WHERE f.first_settled_at IS NOT NULL ORDER BY p.store_id, p.currency`;

/**
 * `captures` and `settlement_lines` are read here only to lock them before `settlements`. All
 * statements lock tables in the order of `rebuiltTables`, because otherwise they could deadlock
 * with a rebuild.
 */
const oneSql = headsOf(`
  SELECT $1::text AS store_id, $2::text AS currency
  FROM (SELECT) AS one
  LEFT JOIN (SELECT FROM captures LIMIT 1) AS c ON true
  LEFT JOIN (SELECT FROM settlement_lines LIMIT 1) AS l ON true`);

/** All pairs of store and currency that have captures or refunds in no settlement yet. */
export const unsettledHeads = async (pool: Pool): Promise<StoreHead[]> => {
  const { rows } = await pool.query<HeadRecord>({ name: 'unsettled-heads', text: allSql });
  return rows.map(headOf);
};

/**
 * The newest cut (the event that closes a settlement) of one store and currency. Without a cut, the
 * number of cuts is 0 and the position is -1.
 */
export const settlementHead = async (
  pool: Pool,
  storeId: string,
  currency: string,
): Promise<StoreHead> => {
  const { rows } = await pool.query<HeadRecord>({
    name: 'settlement-head',
    text: oneSql,
    values: [storeId, currency],
  });
  const record = rows[0];
  if (record === undefined) throw new Error('PostgreSQL answered no head');
  return headOf(record);
};

const headOf = (record: HeadRecord): StoreHead => ({
  storeId: record.store_id,
  currency: record.currency,
  cuts: record.number ?? 0,
  lastPosition: BigInt(record.position ?? -1),
  ...(record.period_end !== null && { lastPeriodEnd: record.period_end.toISOString() }),
  ...(record.first_settled_at !== null && {
    firstUnsettledAt: record.first_settled_at.toISOString(),
  }),
});

/** The sums of a store's captures and refunds in one currency that are in no settlement yet. */
export interface UnsettledAccount extends LineSums {
  readonly storeId: string;
  readonly currency: string;
  /** The time of the first capture or refund that is not in a settlement yet. */
  readonly firstSettledAt?: Instant;
}

export interface UnsettledAccountsRequest {
  /** The stores that the caller may see (I8 of domain.md). */
  readonly stores: readonly string[];
  readonly currency?: string;
  /** The last store and currency on the previous page. */
  readonly after?: Pick<UnsettledAccount, 'storeId' | 'currency'>;
  readonly limit: number;
}

interface SumsRecord {
  readonly lines: string;
  readonly captured: string;
  readonly refunded: string;
}

const sumsSql = `
  SELECT sums.* FROM unnest($1::text[], $2::text[], $3::bigint[])
    WITH ORDINALITY AS head (store_id, currency, position, place)
  CROSS JOIN LATERAL (
    SELECT count(*) AS lines,
      coalesce(sum(x.amount) FILTER (WHERE x.type = 'Purchase'), 0) AS captured,
      coalesce(sum(x.amount) FILTER (WHERE x.type = 'Return'), 0) AS refunded
    FROM (
      SELECT 'Purchase' AS type, c.amount FROM captures c
      WHERE c.store_id = head.store_id AND c.currency = head.currency
        AND c.settled_position > head.position
      UNION ALL
      SELECT l.type, l.amount FROM settlement_lines l
      WHERE l.store_id = head.store_id AND l.currency = head.currency
        AND l.position > head.position) AS x) AS sums
  ORDER BY head.place`;

/**
 * Sums of these stores' captures and refunds that are in no settlement yet, sorted by store and
 * currency.
 */
export const unsettledAccounts = async (
  pool: Pool,
  { stores, currency, after, limit }: UnsettledAccountsRequest,
): Promise<UnsettledAccount[]> => {
  const own = new Set(stores);
  const heads = (await unsettledHeads(pool))
    .filter((head) => own.has(head.storeId))
    .filter((head) => currency === undefined || head.currency === currency)
    .filter((head) => after === undefined || isAfter(head, after))
    .toSorted((a, b) => (isAfter(a, b) ? 1 : -1))
    .slice(0, limit);
  const { rows } = await pool.query<SumsRecord>(sumsSql, [
    heads.map(({ storeId }) => storeId),
    heads.map((head) => head.currency),
    heads.map(({ lastPosition }) => lastPosition),
  ]);
  return heads.map(({ storeId, currency: of, firstUnsettledAt }, index) => ({
    ...{ storeId, currency: of },
    ...(firstUnsettledAt !== undefined && { firstSettledAt: firstUnsettledAt }),
    ...sumsOf(rows[index]),
  }));
};

const sumsOf = (record: SumsRecord | undefined): LineSums => ({
  lines: Number(record?.lines ?? 0),
  captured: Number(record?.captured ?? 0),
  refunded: Number(record?.refunded ?? 0),
});

type Name = Pick<UnsettledAccount, 'storeId' | 'currency'>;

const isAfter = (one: Name, other: Name): boolean =>
  one.storeId === other.storeId ? one.currency > other.currency : one.storeId > other.storeId;
