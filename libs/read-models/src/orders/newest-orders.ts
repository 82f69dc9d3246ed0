import { placedWithin, searched, statusesOf, storesOf } from './matching-orders.js';
import type { OrderCursor } from './order-cursor.js';
import type { OrderFilter } from './order-filter.js';
import type { SqlValues } from '../sql/sql-values.js';

/** Which part of the matching orders, newest first. */
export interface Window {
  readonly after?: OrderCursor;
  readonly offset: number;
  readonly limit: number;
}

const newestFirst = 'ORDER BY o.placed_at DESC, o.order_id DESC';

/** A query for the matching orders of the window, as rows `o`, newest first. */
export const newestOrders = (filter: OrderFilter, window: Window, sql: SqlValues): string => {
  const search = searched(filter, sql);
  const conditions = [...placedWithin(filter, sql), ...behind(window, sql)];
  const limit = sql.place(window.limit);
  const offset = sql.place(window.offset);
  return search.length > 0
    ? `SELECT o.* FROM orders o WHERE ${[...ofStores(filter, sql), ...conditions, ...search].join(' AND ')}
       ${newestFirst} LIMIT ${limit} OFFSET ${offset}`
    : `SELECT o.* FROM ${eachNewest(filter, conditions, { limit, offset, sql })}
       ${newestFirst} LIMIT ${limit} OFFSET ${offset}`;
};

/** A query for the number of all matching orders. */
export const countOrders = (filter: OrderFilter, sql: SqlValues): string => {
  const conditions = [
    ...ofStores(filter, sql),
    ...placedWithin(filter, sql),
    ...searched(filter, sql),
  ];
  return `SELECT count(*) AS matching FROM orders o WHERE ${conditions.join(' AND ')}`;
};

const ofStores = (filter: OrderFilter, sql: SqlValues): string[] => [
  `o.store_id = ANY (${sql.place(storesOf(filter))}::text[])`,
  `o.status = ANY (${sql.place(statusesOf(filter))}::text[])`,
];

const behind = ({ after }: Window, sql: SqlValues): string[] =>
  after === undefined
    ? []
    : [
        `(o.placed_at, o.order_id) < (${sql.place(after.placedAt)}::timestamptz, ${sql.place(after.orderId)}::uuid)`,
      ];

/**
 * The newest of each store and status, read in order from the index `orders_newest`: as many as the page could need of
 * each, however many there are.
 */
const eachNewest = (
  filter: OrderFilter,
  conditions: readonly string[],
  { limit, offset, sql }: { limit: string; offset: string; sql: SqlValues },
): string => {
  const ofOne = ['o.store_id = store.id', 'o.status = status.name', ...conditions].join(' AND ');
  return `unnest(${sql.place(storesOf(filter))}::text[]) AS store (id)
    CROSS JOIN unnest(${sql.place(statusesOf(filter))}::text[]) AS status (name)
    CROSS JOIN LATERAL (
      SELECT o.* FROM orders o WHERE ${ofOne} ${newestFirst}
      LIMIT ${limit}::bigint + ${offset}::bigint) AS o`;
};
