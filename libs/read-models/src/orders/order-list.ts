import { type Instant, type OrderStatus, orderStatuses } from '#ledger';
import { formatCursor, parseCursor } from '../sql/cursor.js';
import { containing, type SqlValues } from '../sql/query.js';
import { inShopStates, ofShopCustomers, type ShopFilter, statusesOfStates } from './shop-filter.js';

export interface PlacedRange {
  readonly placedFrom?: Instant;
  /** Exclusive. */
  readonly placedBefore?: Instant;
}

/** A range of time for some of the stores: a day begins at another instant in each time zone. */
export interface StoresPlaced extends PlacedRange {
  readonly stores: readonly string[];
}

/** The conditions of a list of orders. All given ones must hold. */
export interface OrderFilter extends PlacedRange, ShopFilter {
  /** The stores that the caller may see and asks for (I8 of domain.md). Empty: no orders. */
  readonly stores: readonly string[];
  /** Without it, orders of every status. */
  readonly statuses?: readonly OrderStatus[];
  /**
   * Only these orders. A search by order number uses it, because an order's id follows from store
   * and number (domain.md, "Order"): the number needs no index.
   */
  readonly orderIds?: readonly string[];
  /** Ranges of time by store. Each of `stores` must be in one of the ranges. */
  readonly placedByStore?: readonly StoresPlaced[];
  /**
   * Found, without regard to case, anywhere in the order number, in the reference of a capture, or
   * in the customer's name, e-mail address or telephone.
   */
  readonly text?: string;
  /** Minor units: the order's total, or the amount of one of its captures. */
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

/** The conditions on the time at which order `o` was placed. */
export const placedWithin = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...between(filter, sql),
  ...(filter.placedByStore === undefined ? [] : [placedByStore(filter.placedByStore, sql)]),
];

const between = ({ placedFrom, placedBefore }: PlacedRange, sql: SqlValues): string[] => [
  ...(placedFrom === undefined ? [] : [`o.placed_at >= ${sql.place(placedFrom)}`]),
  ...(placedBefore === undefined ? [] : [`o.placed_at < ${sql.place(placedBefore)}`]),
];

/**
 * One condition for each range. If all stores share a range, the condition is on the time alone, so
 * that the index on the time can be used.
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

/** Conditions that each select few orders, through an index of their own. */
export const searched = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...(filter.orderIds === undefined ? [] : [named(filter.orderIds, sql)]),
  ...(filter.text === undefined ? [] : [withText(filter, filter.text, sql)]),
  ...(filter.amount === undefined ? [] : [comingTo(filter, filter.amount, sql)]),
  ...ofShopCustomers(filter, sql),
];

/**
 * Orders with this total, or with a capture of this amount; each has an index on store and amount.
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

/** Orders in which the text occurs. Only texts of the caller's stores are searched. */
const withText = (filter: OrderFilter, text: string, sql: SqlValues): string => {
  // No stored text holds a NUL, and PostgreSQL refuses one as a parameter.
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
/** Fewer digits would match many numbers, and parts of texts that are not numbers. */
const digitsMin = 5;

/**
 * The digits of a text that can be a telephone number, without leading zeros; undefined for other
 * texts. Numbers are also stored as digits only, so that `070-123 45 67` finds `+46 70 1234567`.
 */
const telephoneIn = (text: string): string | undefined => {
  if (!writtenAsTelephone.test(text.trim())) return undefined;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length < digitsMin ? undefined : digits;
};

/** A part of the matching orders; the newest first, unless `oldestFirst` is set. */
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

/** A query for the orders of a window, as sorted rows `o`. */
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
 * For each store and status, the first orders in the order of the index `orders_newest`, as many as
 * the page could need. The cost does not depend on the number of orders in the table.
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
