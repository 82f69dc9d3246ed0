import type { Pool } from 'pg';
import type { Day, Instant } from '#ledger';
import { formatCursor, parseCursor, readPage, SqlValues } from '../sql/query.js';
import type { SqlRecord } from '../sql/table.js';
import { settlementColumns, settlementOf } from '../tables/settlements.js';
import { matchingSettlements, type SettlementFilter } from './settlement-filter.js';
import {
  settlementHead,
  type StoreHead,
  type UnsettledAccount,
  unsettledAccounts,
  type UnsettledAccountsRequest,
  unsettledHeads,
} from './settlement-heads.js';
import { payoutDay, type SettlementView } from './settlement-view.js';

export interface SettlementPage {
  readonly settlements: readonly SettlementView[];
  /** The cursor of the next page; null on the last page. */
  readonly nextCursor: string | null;
}

const newestFirst = 'ORDER BY s.closed_at DESC, s.settlement_id DESC';

/** The queries of settlements. Lists come newest first. */
export class SettlementQueries {
  constructor(private readonly pool: Pool) {}

  /** Finds a settlement by its id, which must be a UUID. */
  async find(settlementId: string): Promise<SettlementView | undefined> {
    const { rows } = await this.pool.query<SqlRecord>({
      name: 'find-settlement',
      text: `SELECT ${settlementColumns} FROM settlements s WHERE s.settlement_id = $1`,
      values: [settlementId],
    });
    return rows[0] && settlementOf(rows[0]);
  }

  /** The settlements of a store with this number: at most one in each currency. */
  async numbered(storeId: string, number: number): Promise<SettlementView[]> {
    const { rows } = await this.pool.query<SqlRecord>(
      `SELECT ${settlementColumns} FROM settlements s
        WHERE s.store_id = $1 AND s.number = $2 ORDER BY s.currency`,
      [storeId, number],
    );
    return rows.map(settlementOf);
  }

  /** Returns the page after a cursor, with at most `limit` settlements (1 to 1000). */
  async list(
    filter: SettlementFilter,
    { limit, after }: { limit: number; after?: SettlementCursor },
  ): Promise<SettlementPage> {
    const sql = new SqlValues();
    const afterCursor =
      after === undefined
        ? ''
        : `AND (s.closed_at, s.settlement_id) <
           (${sql.place(after.closedAt)}::timestamptz, ${sql.place(after.settlementId)}::uuid)`;
    const text = `SELECT ${settlementColumns} FROM settlements s
      WHERE ${matchingSettlements(filter, sql)} ${afterCursor} ${newestFirst} LIMIT ${sql.place(limit + 1)}`;
    const query = { text, values: sql.values };
    const rows = await readPage<SqlRecord>(this.pool, query, limit + 1);
    const settlements = rows.slice(0, limit).map(settlementOf);
    const last = rows.length > limit ? settlements.at(-1) : undefined;
    return { settlements, nextCursor: last === undefined ? null : formatSettlementCursor(last) };
  }

  /** Returns a page by its number, counted from 1, and the number of all matching settlements. */
  async page(
    filter: SettlementFilter,
    { page, perPage }: { page: number; perPage: number },
  ): Promise<{ readonly settlements: readonly SettlementView[]; readonly total: number }> {
    const sql = new SqlValues();
    const matching = matchingSettlements(filter, sql);
    const count = `SELECT count(*) AS total FROM settlements s WHERE ${matching}`;
    const counted = await this.pool.query<{ total: string }>(count, [...sql.values]);
    const text = `SELECT ${settlementColumns} FROM settlements s WHERE ${matching} ${newestFirst}
      LIMIT ${sql.place(perPage)} OFFSET ${sql.place((page - 1) * perPage)}`;
    const query = { text, values: sql.values };
    const rows = await readPage<SqlRecord>(this.pool, query, perPage);
    return { settlements: rows.map(settlementOf), total: Number(counted.rows[0]?.total ?? 0) };
  }

  /**
   * Settlements that were closed, but whose sums (statement) were not written yet, in the order of
   * the log.
   */
  async toState(limit: number): Promise<SettlementView[]> {
    const query = {
      name: 'settlements-to-state',
      text: `SELECT ${settlementColumns} FROM settlements s
        WHERE s.stated_at IS NULL ORDER BY s.position LIMIT $1`,
      values: [limit],
    };
    const rows = await readPage<SqlRecord>(this.pool, query, limit);
    return rows.map(settlementOf);
  }

  /** All pairs of store and currency that have captures or refunds in no settlement yet. */
  async unsettled(): Promise<StoreHead[]> {
    return unsettledHeads(this.pool);
  }

  /** Sums of the captures and refunds that are in no settlement yet, by store and currency. */
  async unsettledAccounts(request: UnsettledAccountsRequest): Promise<UnsettledAccount[]> {
    return unsettledAccounts(this.pool, request);
  }

  /**
   * The settlements that hold an order's captures and refunds, by the id of the capture or refund.
   * `orderId` must be a UUID.
   */
  async ofOrder(orderId: string): Promise<ReadonlyMap<string, SettledIn>> {
    return settlementsOfOrder(this.pool, orderId);
  }

  /**
   * The VAT rates that occur in the sums (statements) of the matching settlements, the lowest
   * first.
   */
  async rates(filter: SettlementFilter): Promise<number[]> {
    const sql = new SqlValues();
    const text = `SELECT DISTINCT (share ->> 'vatRate')::numeric AS rate
      FROM settlements s CROSS JOIN LATERAL json_array_elements(s.totals -> 'vat') AS share
      WHERE ${matchingSettlements(filter, sql)} ORDER BY rate`;
    const { rows } = await this.pool.query<{ rate: string }>(text, sql.values);
    return rows.map(({ rate }) => Number(rate));
  }

  async head(storeId: string, currency: string): Promise<StoreHead> {
    return settlementHead(this.pool, storeId, currency);
  }
}

/** The last settlement of a page; the next page begins after it. */
export interface SettlementCursor {
  readonly closedAt: Instant;
  readonly settlementId: string;
}

const formatSettlementCursor = ({ closedAt, settlementId }: SettlementCursor): string =>
  formatCursor({ at: closedAt, id: settlementId });

export const parseSettlementCursor = (text: string): SettlementCursor | undefined => {
  const key = parseCursor(text);
  return key && { closedAt: key.at, settlementId: key.id };
};

/** The settlement that holds a certain capture or refund, with its payout if there is one. */
export interface SettledIn {
  readonly settlementId: string;
  readonly number: number;
  readonly payoutReference?: string;
  /** The day of the payout: the bank's date, or else the day on which the payout was recorded. */
  readonly paidOn?: Day;
}

interface SettledRecord {
  readonly line_id: string;
  readonly settlement_id: string;
  readonly number: number;
  readonly time_zone: string;
  readonly payout_reference: string | null;
  readonly paid_on: string | null;
  readonly paid_out_at: Date | null;
}

/**
 * A capture or refund belongs to the first settlement that was closed after its event. If no
 * settlement was closed after the event, the capture or refund is left out.
 */
const settledSql = `
  SELECT x.line_id, s.settlement_id, s.number, s.time_zone, s.payout_reference,
    s.paid_on::text, s.paid_out_at
  FROM (
    SELECT c.capture_id AS line_id, c.store_id, c.currency, c.settled_position AS position
    FROM captures c WHERE c.order_id = $1 AND c.settled_position IS NOT NULL
    UNION ALL
    SELECT l.line_id, l.store_id, l.currency, l.position
    FROM settlement_lines l WHERE l.order_id = $1) AS x
  CROSS JOIN LATERAL (
    SELECT * FROM settlements s
    WHERE s.store_id = x.store_id AND s.currency = x.currency AND s.position > x.position
    ORDER BY s.position LIMIT 1) AS s`;

/**
 * The settlements that hold an order's captures and refunds, by the id of the capture or refund.
 */
export const settlementsOfOrder = async (
  pool: Pool,
  orderId: string,
): Promise<Map<string, SettledIn>> => {
  const { rows } = await pool.query<SettledRecord>({
    name: 'settlements-of-order',
    text: settledSql,
    values: [orderId],
  });
  return new Map(rows.map((record) => [record.line_id, settledIn(record)]));
};

const settledIn = (record: SettledRecord): SettledIn => {
  const paidOn = payoutDay({
    timeZone: record.time_zone,
    ...(record.paid_on !== null && { paidOn: record.paid_on }),
    ...(record.paid_out_at !== null && { paidOutAt: record.paid_out_at.toISOString() }),
  });
  return {
    settlementId: record.settlement_id,
    number: record.number,
    ...(record.payout_reference !== null && { payoutReference: record.payout_reference }),
    ...(paidOn !== undefined && { paidOn }),
  };
};
