import type { Pool } from 'pg';
import type { Instant } from '#ledger';
import { readPosition } from '../projection/checkpoint.js';
import { readPage, SqlValues } from '../sql/query.js';
import type { SqlRecord } from '../sql/table.js';
import { captureOf, capturesColumn } from '../tables/captures.js';
import { customerColumn, customerOf } from '../tables/order-customers.js';
import { orders, orderSummary } from '../tables/orders.js';
import { reauthorizationOf, reauthorizationsColumn } from '../tables/reauthorizations.js';
import { refundOf, refundsColumn } from '../tables/refunds.js';
import { terminalIntentOf, terminalIntentsColumn } from '../tables/terminal-intents.js';
import {
  countOrders,
  inOrder,
  formatOrderCursor,
  newestOrders,
  type OrderCursor,
  type OrderFilter,
} from './order-list.js';
import type { OrderSummary, OrderView } from './order-view.js';

export interface CursorPage {
  readonly orders: readonly OrderSummary[];
  /** The cursor of the next page; null on the last page. */
  readonly nextCursor: string | null;
}

export interface NumberedPage {
  readonly orders: readonly OrderSummary[];
  /** The number of matching orders on all pages. */
  readonly total: number;
}

/** The most rows on one page: all rows of all its orders and of their captures. */
const wholePageRowsMax = 50_000;

/**
 * Thrown if the orders of a page have too many rows together; the caller can ask for a smaller
 * page.
 */
export class PageTooHeavy extends Error {
  override readonly name = 'PageTooHeavy';

  constructor() {
    super(`The orders of a page have more than ${wholePageRowsMax} rows`);
  }
}

export interface WholeWindow {
  readonly offset: number;
  /** Orders on a page, from 1 to 1000. */
  readonly limit: number;
  readonly oldestFirst?: true;
}

export interface WholePage {
  readonly orders: readonly OrderView[];
  /** The number of matching orders on all pages. */
  readonly total: number;
}

const weightColumn = `
  (json_array_length(o.rows) + (SELECT coalesce(sum(json_array_length(c.rows)), 0)
    FROM captures c WHERE c.order_id = o.order_id)) AS weight`;

/**
 * True if the read model contains the effect of a request. The tables are named in the order of
 * `rebuiltTables`, because otherwise the statement could deadlock with a rebuild that replaces
 * them.
 */
const wasAppliedSql = `
  SELECT EXISTS (SELECT FROM orders WHERE order_id = $1 AND registered_by = $2)
    OR EXISTS (SELECT FROM captures WHERE order_id = $1 AND correlation_id = $2)
    OR EXISTS (SELECT FROM applied_actions WHERE order_id = $1 AND correlation_id = $2) AS applied`;

const orderHead = orderSummary.except('totalVat');
const rowsOfOrder = orders.only('rowsMade', 'rows', 'payment', 'givenUp', 'shop');

/**
 * One statement reads an order with its captures and refunds, so that all of them show the same
 * moment.
 */
const viewSql = `
  SELECT ${orderSummary.select('o')}, ${rowsOfOrder.select('o')}, ${capturesColumn}, ${refundsColumn},
    ${reauthorizationsColumn}, ${terminalIntentsColumn}, ${customerColumn}
  FROM orders o`;

const findSql = `${viewSql} WHERE o.order_id = $1`;
const findAllSql = `${viewSql} WHERE o.order_id = ANY ($1::uuid[])`;

/**
 * True if an event of order `o` cannot be read or applied: that event and later ones are not shown.
 */
const damagedColumn = `
  EXISTS (SELECT FROM damaged_streams d WHERE d.order_id = o.order_id) AS damaged`;

const listedColumns = `${orderSummary.select('o')}, ${customerColumn}, ${damagedColumn}`;

/** The queries of the order read model. Lists come newest first. */
export class OrderQueries {
  constructor(private readonly pool: Pool) {}

  /** Finds an order by its id, which must be a UUID. */
  async find(orderId: string): Promise<OrderView | undefined> {
    const { rows } = await this.pool.query<SqlRecord>({
      name: 'find-order',
      text: findSql,
      values: [orderId],
    });
    return rows[0] && viewOf(rows[0]);
  }

  /**
   * Returns the page after a cursor, with at most `limit` orders (1 to 1000). A page far into the
   * list costs no more than the first page.
   */
  async list(
    filter: OrderFilter,
    { limit, after }: { limit: number; after?: OrderCursor },
  ): Promise<CursorPage> {
    const sql = new SqlValues();
    const window = { offset: 0, limit: limit + 1, ...(after && { after }) };
    const text = `SELECT ${listedColumns} FROM (${newestOrders(filter, window, sql)}) AS o
      ORDER BY o.placed_at DESC, o.order_id DESC`;
    const query = { text, values: sql.values };
    const rows = await readPage<SqlRecord>(this.pool, query, limit + 1);
    const orders = rows.slice(0, limit).map(summaryOf);
    const last = rows.length > limit ? orders.at(-1) : undefined;
    return { orders, nextCursor: last === undefined ? null : formatOrderCursor(last) };
  }

  /**
   * Returns a page by its number, counted from 1, and the number of all matching orders. `perPage`
   * is 1 to 1000.
   */
  async page(
    filter: OrderFilter,
    { page, perPage }: { page: number; perPage: number },
  ): Promise<NumberedPage> {
    const sql = new SqlValues();
    const window = { offset: (page - 1) * perPage, limit: perPage };
    const text = `SELECT counted.matching, ${listedColumns}
      FROM (${countOrders(filter, sql)}) AS counted
      LEFT JOIN (${newestOrders(filter, window, sql)}) AS o ON true
      ORDER BY o.placed_at DESC, o.order_id DESC`;
    const query = { text, values: sql.values };
    const rows = await readPage<SqlRecord>(this.pool, query, perPage);
    return {
      orders: rows.filter(isOrder).map(summaryOf),
      total: Number(rows[0]?.['matching'] ?? 0),
    };
  }

  /**
   * Returns a part of the matching orders with their rows, captures and refunds, and the number of
   * all matching orders. One statement chooses the orders and a second one reads them. If an order
   * changes between the two statements, the changed order is returned.
   *
   * @throws PageTooHeavy
   */
  async wholePage(filter: OrderFilter, window: WholeWindow): Promise<WholePage> {
    const sql = new SqlValues();
    const text = `SELECT counted.matching, o.order_id, ${weightColumn}
      FROM (${countOrders(filter, sql)}) AS counted
      LEFT JOIN (${newestOrders(filter, window, sql)}) AS o ON true ${inOrder(window)}`;
    const query = { text, values: sql.values };
    const rows = await readPage<SqlRecord>(this.pool, query, Math.max(1, window.limit));
    const found = rows.filter(isOrder);
    const weight = found.reduce((sum, record) => sum + Number(record['weight']), 0);
    if (weight > wholePageRowsMax) throw new PageTooHeavy();
    const ids = found.map((record) => String(record['order_id']));
    const total = Number(rows[0]?.['matching'] ?? 0);
    if (ids.length === 0) return { orders: [], total };
    const views = await this.pool.query<SqlRecord>({
      name: 'find-orders',
      text: findAllSql,
      values: [ids],
    });
    const byId = new Map(views.rows.map((record) => [record['order_id'], viewOf(record)]));
    return { orders: ids.flatMap((id) => byId.get(id) ?? []), total };
  }

  /**
   * Returns whether the read model shows the effect of the request with this `X-Request-Id`.
   * `orderId` must be a UUID.
   */
  async wasApplied(orderId: string, correlationId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ applied: boolean }>({
      name: 'was-applied',
      text: wasAppliedSql,
      values: [orderId, correlationId],
    });
    return rows[0]?.applied === true;
  }

  /** The position up to which the log is applied; -1 if nothing is applied yet. */
  async position(): Promise<bigint> {
    return readPosition(this.pool);
  }
}

const viewOf = (record: SqlRecord): OrderView => {
  const intents = record['terminal_intents'] as SqlRecord[];
  return {
    ...orderHead.read(record),
    ...rowsOfOrder.read(record),
    ...customerOf(record['customer'] as SqlRecord | null),
    captures: (record['captures'] as SqlRecord[]).map(captureOf),
    refunds: (record['refunds'] as SqlRecord[]).map(refundOf),
    reauthorizations: (record['reauthorizations'] as SqlRecord[]).map(reauthorizationOf),
    ...(intents.length > 0 && { terminalIntents: intents.map(terminalIntentOf) }),
  };
};

const summaryOf = (record: SqlRecord): OrderSummary => ({
  ...orderSummary.read(record),
  ...customerOf(record['customer'] as SqlRecord | null),
  ...(record['damaged'] === true && { damaged: true as const }),
});

/**
 * One query returns the count and the orders. If the page has no orders, the query returns one row
 * that has only the count.
 */
const isOrder = (record: SqlRecord): boolean => record['order_id'] !== null;

export interface DueOrder {
  readonly orderId: string;
  readonly expiresAt: Instant;
}

interface DueRecord {
  readonly order_id: string;
  readonly expires_at: Date;
}

const dueSql = `
  SELECT order_id, expires_at FROM orders
  WHERE status IN ('NotActivated', 'PartActivated') AND expires_at <= $1
    AND ($2::timestamptz IS NULL OR (expires_at, order_id) > ($2, $3::uuid))
  ORDER BY expires_at, order_id LIMIT $4`;

/**
 * Authorised orders with something left to capture whose expiry date is `at` or earlier; the
 * longest overdue come first. `after` is the last order of the page before; the list continues
 * after it.
 */
export const findDueOrders = async (
  pool: Pool,
  { at, limit, after }: { readonly at: Instant; readonly limit: number; readonly after?: DueOrder },
): Promise<DueOrder[]> => {
  const query = {
    name: 'find-due-orders',
    text: dueSql,
    values: [at, after?.expiresAt, after?.orderId, limit],
  };
  const rows = await readPage<DueRecord>(pool, query, limit);
  return rows.map(({ order_id, expires_at }) => ({
    orderId: order_id,
    expiresAt: expires_at.toISOString(),
  }));
};
