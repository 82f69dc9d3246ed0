import { orderIdOf, orderStatuses } from '#ledger';
import type { OrderStatus } from '#ledger';
import type { OrderFilter } from './order-filter.js';
import type { SqlValues } from '../sql/sql-values.js';

export const storesOf = ({ stores }: OrderFilter): string[] => [...new Set(stores)];

export const statusesOf = ({ statuses }: OrderFilter): OrderStatus[] => [
  ...new Set(statuses ?? orderStatuses),
];

/** The condition on when order `o` was placed; none if the filter has none. */
export const placedWithin = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...(filter.placedFrom === undefined ? [] : [`o.placed_at >= ${sql.place(filter.placedFrom)}`]),
  ...(filter.placedBefore === undefined ? [] : [`o.placed_at < ${sql.place(filter.placedBefore)}`]),
];

/** Conditions that name few orders by themselves, each through an index of its own. */
export const searched = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...(filter.number === undefined ? [] : [numbered(filter, filter.number, sql)]),
  ...(filter.text === undefined ? [] : [containing(filter, filter.text, sql)]),
];

/** An order's id follows from store and number (domain.md, "Order"), so the number needs no index. */
const numbered = (filter: OrderFilter, number: string, sql: SqlValues): string => {
  const ids = storesOf(filter).map((store) => orderIdOf(store, number));
  return `o.order_id = ANY (${sql.place(ids)}::uuid[])`;
};

/** Orders of the caller's stores only: what matches in the stores of others is left out from the start. */
const containing = (filter: OrderFilter, text: string, sql: SqlValues): string => {
  // No stored text holds a NUL, and PostgreSQL refuses one as a parameter.
  if (text.includes('\0')) return 'false';
  const pattern = sql.place(`%${text.replace(/[\\%_]/g, '\\$&')}%`);
  const stores = sql.place(storesOf(filter));
  return `o.order_id IN (
    SELECT s.order_id FROM search_texts s
    WHERE s.text ILIKE ${pattern} AND s.store_id = ANY (${stores}::text[])
    UNION ALL SELECT c.order_id FROM order_customers c
    WHERE c.search_text ILIKE ${pattern} AND c.store_id = ANY (${stores}::text[]))`;
};
