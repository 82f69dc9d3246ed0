import type { Pool } from 'pg';
import type { SettlementHead } from '#ledger';

/** Where the settlements of a store in a currency stand. */
export interface StoreHead extends SettlementHead {
  readonly storeId: string;
  readonly currency: string;
  /** Position of the last cut; -1 if there is none. */
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
 * Stores and currencies are found by jumping through an index from one to the next, so that looking costs the same
 * however many captures there are. Whatever has a refund has a capture; one that was settled late may be alone.
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

const oneSql = headsOf('SELECT $1::text AS store_id, $2::text AS currency');

/** Every store and currency with something to settle. */
export const unsettledHeads = async (pool: Pool): Promise<StoreHead[]> => {
  const { rows } = await pool.query<HeadRecord>({ name: 'unsettled-heads', text: allSql });
  return rows.map(headOf);
};

/** Where one store stands in one currency; also if nothing was ever captured. */
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
