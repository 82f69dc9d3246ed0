import type { Pool } from 'pg';
import { readPosition } from '../projection/checkpoint.js';
import { customerColumn, customerOf, type CustomerRecord } from '../customers/order-customer.js';
import { findOrder } from './find-order.js';
import {
  countOrders,
  newestOrders,
  formatOrderCursor,
  type OrderCursor,
  type OrderFilter,
} from './order-list.js';
import { summaryColumns, summaryOf, type OrderSummaryRecord } from './order-summary-record.js';
import type { OrderSummary, OrderView } from './order-view.js';
import { readPage, SqlValues } from '../sql/query.js';

export interface CursorPage {
  readonly orders: readonly OrderSummary[];
  /** Where the next page begins; `null` after the last. */
  readonly nextCursor: string | null;
}

export interface NumberedPage {
  readonly orders: readonly OrderSummary[];
  /** All orders that match, on every page. */
  readonly total: number;
}

/** In the tables' order, which is that of their locks: a rebuild may be about to switch them. */
const wasAppliedSql = `
  SELECT EXISTS (SELECT FROM orders WHERE order_id = $1 AND registered_by = $2)
    OR EXISTS (SELECT FROM captures WHERE order_id = $1 AND correlation_id = $2)
    OR EXISTS (SELECT FROM applied_actions WHERE order_id = $1 AND correlation_id = $2) AS applied`;

/** What can be asked of the order read model. Every answer is of one moment. Lists come newest first. */
export class OrderQueries {
  constructor(private readonly pool: Pool) {}

  /** `orderId` must be a UUID. */
  async find(orderId: string): Promise<OrderView | undefined> {
    return findOrder(this.pool, orderId);
  }

  /** A page behind a cursor, however far in, for the cost of its orders. `limit` is 1 to 1000. */
  async list(
    filter: OrderFilter,
    { limit, after }: { limit: number; after?: OrderCursor },
  ): Promise<CursorPage> {
    const sql = new SqlValues();
    const window = { offset: 0, limit: limit + 1, ...(after && { after }) };
    const text = `SELECT ${summaryColumns}, ${customerColumn} FROM (${newestOrders(filter, window, sql)}) AS o
      ORDER BY o.placed_at DESC, o.order_id DESC`;
    const query = { text, values: sql.values };
    const rows = await readPage<ListedRecord>(this.pool, query, limit + 1);
    const orders = rows.slice(0, limit).map(listed);
    const last = rows.length > limit ? orders.at(-1) : undefined;
    return { orders, nextCursor: last === undefined ? null : formatOrderCursor(last) };
  }

  /** A page by its number, from 1, with the number of all that match. `perPage` is 1 to 1000. */
  async page(
    filter: OrderFilter,
    { page, perPage }: { page: number; perPage: number },
  ): Promise<NumberedPage> {
    const sql = new SqlValues();
    const window = { offset: (page - 1) * perPage, limit: perPage };
    const text = `SELECT counted.matching, ${summaryColumns}, ${customerColumn}
      FROM (${countOrders(filter, sql)}) AS counted
      LEFT JOIN (${newestOrders(filter, window, sql)}) AS o ON true
      ORDER BY o.placed_at DESC, o.order_id DESC`;
    const query = { text, values: sql.values };
    const rows = await readPage<PagedRecord>(this.pool, query, perPage);
    return { orders: rows.filter(isOrder).map(listed), total: Number(rows[0]?.matching ?? 0) };
  }

  /** Whether an action answered with this `X-Request-Id` has reached the read model. `orderId` must be a UUID. */
  async wasApplied(orderId: string, correlationId: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ applied: boolean }>({
      name: 'was-applied',
      text: wasAppliedSql,
      values: [orderId, correlationId],
    });
    return rows[0]?.applied === true;
  }

  /** Up to where in the log everything is applied; -1 is nothing. */
  async position(): Promise<bigint> {
    return readPosition(this.pool);
  }
}

type ListedRecord = OrderSummaryRecord & { readonly customer: CustomerRecord | null };

const listed = (record: ListedRecord): OrderSummary => ({
  ...summaryOf(record),
  ...customerOf(record.customer),
});

type Nullable<Record> = { readonly [Key in keyof Record]: Record[Key] | null };

type PagedRecord = { readonly matching: string } & Nullable<ListedRecord>;

/** The outer join gives one row without an order when the page is empty. */
const isOrder = <Row>(row: Row & Nullable<ListedRecord>): row is Row & ListedRecord =>
  row.order_id !== null;
