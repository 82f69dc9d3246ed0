import type { Pool } from 'pg';
import type { Instant } from '#ledger';
import type { LineSums } from './line-queries.js';
import { unsettledHeads } from './settlement-heads.js';

/** What a store has in a currency that no settlement holds yet. */
export interface UnsettledAccount extends LineSums {
  readonly storeId: string;
  readonly currency: string;
  /** When the first of it was settled. */
  readonly firstSettledAt?: Instant;
}

export interface UnsettledAccountsRequest {
  /** The stores the caller may see (I8 of domain.md). */
  readonly stores: readonly string[];
  readonly currency?: string;
  /** Accounts after this one. */
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

/** Every store and currency of these stores with something to settle, by store and currency, with what it comes to. */
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
