import { type Instant, type OrderStatus, orderStatuses } from '#ledger';
import { formatCursor, parseCursor, containing, type SqlValues } from '../sql/query.js';
import { inShopStates, ofShopCustomers, type ShopFilter, statusesOfStates } from './shop-filter.js';

export interface PlacedRange {
  readonly placedFrom?: Instant;
  /** Only orders placed before this instant. */
  readonly placedBefore?: Instant;
}

/**
 * A range of time for some of the stores. Stores in different time zones need different ranges,
 * because their days begin at different instants.
 */
export interface StoresPlaced extends PlacedRange {
  readonly stores: readonly string[];
}

/** The conditions of a list of orders. An order must meet all conditions that are given. */
export interface OrderFilter extends PlacedRange, ShopFilter {
  /**
   * The stores that the caller asks for and may see (I8 of domain.md). With an empty list no order
   * is found.
   */
  readonly stores: readonly string[];
  /** Only orders with one of these statuses; absent for orders of every status. */
  readonly statuses?: readonly OrderStatus[];
  /**
   * Only the orders with these ids. A search by order number uses this condition: an order's id is
   * computed from store and number (domain.md, "Order"), so that the number needs no index.
   */
  readonly orderIds?: readonly string[];
  /** Ranges of time by store. Each store in `stores` must belong to one of the ranges. */
  readonly placedByStore?: readonly StoresPlaced[];
  /**
   * A text to find, without regard to case, anywhere in the order number, in the reference of a
   * capture, or in the customer's name, e-mail address or telephone.
   */
  readonly text?: string;
  /** Amount in minor units, which is the order's total or the amount of one of its captures. */
  readonly amount?: number;
  /** With `amount`: only orders in these currencies. */
  readonly amountCurrencies?: readonly string[];
}

/** The last order of a page; the next page begins after it. */
export interface OrderCursor {
  readonly placedAt: Instant;
  readonly orderId: string;
}

export const formatOrderCursor = ({ placedAt, orderId }: OrderCursor): string =>
  formatCursor({ at: placedAt, id: orderId });

export const parseOrderCursor = (text: string): OrderCursor | undefined => {
  const key = parseCursor(text);
  return key && { placedAt: key.at, orderId: key.id };
};

export const storesOf = ({ stores }: OrderFilter): string[] => [...new Set(stores)];

export const statusesOf = ({ statuses, moneyStates }: OrderFilter): OrderStatus[] => {
  const asked = [...new Set(statuses ?? orderStatuses)];
  if (moneyStates === undefined) return asked;
  const possible = statusesOfStates(moneyStates);
  return asked.filter((status) => possible.includes(status));
};

/** SQL conditions on the time at which order `o` was placed. */
export const placedWithin = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...between(filter, sql),
  ...(filter.placedByStore === undefined ? [] : [placedByStore(filter.placedByStore, sql)]),
];

const between = ({ placedFrom, placedBefore }: PlacedRange, sql: SqlValues): string[] => [
  ...(placedFrom === undefined ? [] : [`o.placed_at >= ${sql.place(placedFrom)}`]),
  ...(placedBefore === undefined ? [] : [`o.placed_at < ${sql.place(placedBefore)}`]),
];

/**
 * An SQL condition: each order was placed within the range of time for its store. If there is only
 * one range, it applies to all stores of the list. The condition then names no stores, so that
 * PostgreSQL can use the index on the time.
 */
const placedByStore = (ranges: readonly StoresPlaced[], sql: SqlValues): string => {
  const [only] = ranges;
  if (only !== undefined && ranges.length === 1)
    return ['true', ...between(only, sql)].join(' AND ');
  const each = ranges.map((range) =>
    [`o.store_id = ANY (${sql.place(range.stores)}::text[])`, ...between(range, sql)].join(' AND '),
  );
  return `(${['false', ...each].join(' OR ')})`;
};

/**
 * SQL conditions of a search. Each condition matches only few orders, and PostgreSQL finds them by
 * an index.
 */
export const searched = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...(filter.orderIds === undefined ? [] : [named(filter.orderIds, sql)]),
  ...(filter.text === undefined ? [] : [withText(filter, filter.text, sql)]),
  ...(filter.amount === undefined ? [] : [comingTo(filter, filter.amount, sql)]),
  ...ofShopCustomers(filter, sql),
];

/**
 * An SQL condition: the order's total, or one of its captures, has this amount. The tables `orders`
 * and `captures` both have an index on store and amount.
 */
const comingTo = (filter: OrderFilter, amount: number, sql: SqlValues): string => {
  const stores = sql.place(storesOf(filter));
  const wanted = sql.place(amount);
  const { amountCurrencies } = filter;
  const inCurrencies =
    amountCurrencies === undefined
      ? ''
      : `AND o.currency = ANY (${sql.place([...amountCurrencies])}::text[])`;
  return `o.order_id IN (
    SELECT t.order_id FROM orders t
    WHERE t.store_id = ANY (${stores}::text[]) AND t.total = ${wanted}::bigint
    UNION ALL SELECT c.order_id FROM captures c
    WHERE c.store_id = ANY (${stores}::text[]) AND c.amount = ${wanted}::bigint) ${inCurrencies}`;
};

const named = (orderIds: readonly string[], sql: SqlValues): string =>
  `o.order_id = ANY (${sql.place([...orderIds])}::uuid[])`;

/**
 * An SQL condition: the text occurs in the order. Only orders of the caller's stores are searched.
 */
const withText = (filter: OrderFilter, text: string, sql: SqlValues): string => {
  // No stored text contains a NUL character, and PostgreSQL refuses NUL in a parameter.
  if (text.includes('\0')) return 'false';
  const pattern = sql.place(containing(text));
  const stores = sql.place(storesOf(filter));
  const telephone = telephoneIn(text);
  const isCalled =
    telephone === undefined ? '' : `OR c.search_text ILIKE ${sql.place(containing(telephone))}`;
  return `o.order_id IN (
    SELECT s.order_id FROM search_texts s
    WHERE s.text ILIKE ${pattern} AND s.store_id = ANY (${stores}::text[])
    UNION ALL SELECT c.order_id FROM order_customers c
    WHERE (c.search_text ILIKE ${pattern} ${isCalled}) AND c.store_id = ANY (${stores}::text[]))`;
};

const writtenAsTelephone = /^\+?[\d\s()./-]+$/;
/**
 * The fewest digits that are searched as a telephone number. Fewer digits would match many numbers,
 * and parts of texts that are not numbers.
 */
const digitsMin = 5;

/**
 * The digits of a search text that can be a telephone number, without leading zeros; undefined for
 * other texts. Stored numbers are also searched as digits only, so that `070-123 45 67` finds `+46
 * 70 1234567`.
 */
const telephoneIn = (text: string): string | undefined => {
  if (!writtenAsTelephone.test(text.trim())) return undefined;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length < digitsMin ? undefined : digits;
};

/**
 * The part of the sorted list of matching orders that a query returns. The newest orders come
 * first, unless `oldestFirst` is set.
 */
export interface Window {
  readonly oldestFirst?: true;
  readonly after?: OrderCursor;
  readonly offset: number;
  readonly limit: number;
}

export const inOrder = ({ oldestFirst }: Pick<Window, 'oldestFirst'>): string =>
  oldestFirst === true
    ? 'ORDER BY o.placed_at, o.order_id'
    : 'ORDER BY o.placed_at DESC, o.order_id DESC';

/** Returns the SQL of a query for the orders in `window`, sorted and with all columns. */
export const newestOrders = (filter: OrderFilter, window: Window, sql: SqlValues): string => {
  const search = searched(filter, sql);
  const conditions = [
    ...placedWithin(filter, sql),
    ...afterCursor(window, sql),
    ...inShopStates(filter, sql),
  ];
  const order = inOrder(window);
  const limit = sql.place(window.limit);
  const offset = sql.place(window.offset);
  return search.length > 0
    ? `SELECT o.* FROM orders o WHERE ${[...ofStores(filter, sql), ...conditions, ...search].join(' AND ')}
       ${order} LIMIT ${limit} OFFSET ${offset}`
    : `SELECT o.* FROM ${eachNewest(filter, conditions, { limit, offset, order, sql })}
       ${order} LIMIT ${limit} OFFSET ${offset}`;
};

/** A query for the number of all matching orders. */
export const countOrders = (filter: OrderFilter, sql: SqlValues): string => {
  const conditions = [
    ...ofStores(filter, sql),
    ...placedWithin(filter, sql),
    ...inShopStates(filter, sql),
    ...searched(filter, sql),
  ];
  return `SELECT count(*) AS matching FROM orders o WHERE ${conditions.join(' AND ')}`;
};

const ofStores = (filter: OrderFilter, sql: SqlValues): string[] => [
  `o.store_id = ANY (${sql.place(storesOf(filter))}::text[])`,
  `o.status = ANY (${sql.place(statusesOf(filter))}::text[])`,
];

const afterCursor = ({ after, oldestFirst }: Window, sql: SqlValues): string[] => {
  if (after === undefined) return [];
  const key = `${sql.place(after.placedAt)}::timestamptz, ${sql.place(after.orderId)}::uuid`;
  return [`(o.placed_at, o.order_id) ${oldestFirst === true ? '>' : '<'} (${key})`];
};

/**
 * Reads the first `limit` + `offset` orders of each store and status from the index
 * `orders_newest`. The page can only consist of these orders. The cost therefore does not grow with
 * the number of orders in the table.
 */
const eachNewest = (
  filter: OrderFilter,
  conditions: readonly string[],
  { limit, offset, order, sql }: { limit: string; offset: string; order: string; sql: SqlValues },
): string => {
  const ofOne = ['o.store_id = store.id', 'o.status = status.name', ...conditions].join(' AND ');
  return `unnest(${sql.place(storesOf(filter))}::text[]) AS store (id)
    CROSS JOIN unnest(${sql.place(statusesOf(filter))}::text[]) AS status (name)
    CROSS JOIN LATERAL (
      SELECT o.* FROM orders o WHERE ${ofOne} ${order}
      LIMIT ${limit}::bigint + ${offset}::bigint) AS o`;
};
