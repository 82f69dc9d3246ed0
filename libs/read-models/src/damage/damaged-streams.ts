import type { ClientBase, Pool } from 'pg';
import { readPage } from '../sql/query.js';
import { type StreamDamage, damagedStreamsTable } from '../tables/damaged-streams.js';
import type { SqlRecord } from '../sql/table.js';

/**
 * A stream with an event that cannot be read or applied. This event and all later events of the
 * stream are missing from the read models.
 */
export interface DamagedStream extends StreamDamage {
  /** The order's number, if its registration could be read. */
  readonly orderNumber?: string;
  /**
   * The time when the projection found the faulty event; RFC 3339, UTC, by the database's clock.
   */
  readonly noticedAt: string;
}

/**
 * The statement names `orders` first, because all statements name tables in the order of
 * `rebuiltTables`. In another order, this statement could deadlock with a rebuild.
 */
const selectSql = `
  SELECT o.order_number, ${damagedStreamsTable.select('d')}
  FROM orders o RIGHT JOIN damaged_streams d ON d.order_id = o.order_id`;

export interface DamagedStreamsPage {
  readonly limit: number;
  /** The position of the last damaged stream on the previous page. */
  readonly after?: bigint;
}

/** A page of the damaged streams, in the order of the log. */
export const damagedStreams = async (
  pool: Pool,
  { limit, after = -1n }: DamagedStreamsPage,
): Promise<DamagedStream[]> => {
  const rows = await readPage<SqlRecord>(
    pool,
    {
      text: `${selectSql} WHERE d.position > $1 ORDER BY d.position LIMIT $2`,
      values: [after, limit],
    },
    limit,
  );
  return rows.map(damagedOf);
};

/** The first event of an order that cannot be applied; undefined if all events were applied. */
export const damageOfOrder = async (
  database: Pool | ClientBase,
  orderId: string,
): Promise<DamagedStream | undefined> => {
  const { rows } = await database.query<SqlRecord>({
    name: 'damage-of-order',
    text: `${selectSql} WHERE d.order_id = $1`,
    values: [orderId],
  });
  return rows.map(damagedOf)[0];
};

/**
 * Store and status of an order that may have an event which cannot be read or applied, as far as
 * the read models know them.
 */
export const storeOfDamaged = async (
  database: Pool | ClientBase,
  orderId: string,
): Promise<{ readonly storeId?: string; readonly status?: string }> => {
  const { rows } = await database.query<{ storeId: string | null; status: string | null }>({
    name: 'store-of-damaged',
    text: `SELECT coalesce(o.store_id, d.store_id) AS "storeId", o.status
      FROM (SELECT $1::uuid AS order_id) asked
      LEFT JOIN orders o USING (order_id) LEFT JOIN damaged_streams d USING (order_id)`,
    values: [orderId],
  });
  const storeId = rows[0]?.storeId ?? undefined;
  const status = rows[0]?.status ?? undefined;
  return { ...(storeId !== undefined && { storeId }), ...(status !== undefined && { status }) };
};

/**
 * The damaged orders, up to a position of the log, whose captures and refunds may be missing from
 * the sums of a store and currency; at most 100. An order of unknown store or currency is included
 * too, because it may belong to these sums.
 */
export const damagesBefore = async (
  database: Pool | ClientBase,
  account: { readonly storeId: string; readonly currency: string; readonly position: bigint },
): Promise<DamagedStream[]> => {
  const { rows } = await database.query<SqlRecord>({
    name: 'damages-before',
    text: `${selectSql}
      WHERE d.order_id IS NOT NULL AND coalesce(d.store_id, $1) = $1 AND coalesce(d.currency, $2) = $2 AND d.position <= $3
      ORDER BY d.position LIMIT 100`,
    values: [account.storeId, account.currency, account.position],
  });
  return rows.map(damagedOf);
};

/** The number of damaged streams, for the readiness check and the metrics. */
export const damagedStreamsCount = async (database: Pool | ClientBase): Promise<number> => {
  const { rows } = await database.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM damaged_streams',
  );
  return rows[0]?.count ?? 0;
};

const damagedOf = (record: SqlRecord): DamagedStream => {
  const orderNumber = record['order_number'];
  return {
    ...damagedStreamsTable.read(record),
    ...(typeof orderNumber === 'string' && { orderNumber }),
  };
};
