import { type OrderStatus, orderStatuses } from '#ledger';
import { containing, type SqlValues } from '../sql/query.js';
import {
  type MoneyState,
  moneyStateSql,
  type ShopView,
  shopViewSql,
  statusesOfMoney,
} from './money-state.js';

/** Conditions by which shops look for their orders. */
export interface ShopFilter {
  readonly moneyStates?: readonly MoneyState[];
  readonly shopViews?: readonly ShopView[];
  /** Currency code (ISO 4217). */
  readonly currency?: string;
  /** The customer's e-mail address, compared without regard to case. */
  readonly email?: string;
  /** The customer's number in the store's own system. */
  readonly customerReference?: string;
  /**
   * Only orders that were registered with this display number (Medusa's `display_id`), and the
   * orders with the ids in `orderIds`.
   */
  readonly displayNumber?: { readonly number: string; readonly orderIds: readonly string[] };
}

/** The statuses that orders in one of these money states can have. */
export const statusesOfStates = (states: readonly MoneyState[]): OrderStatus[] => {
  const possible = new Set(states.flatMap((state) => statusesOfMoney[state]));
  return orderStatuses.filter((status) => possible.has(status));
};

/** SQL conditions on order `o`: its money state, the shop's state, and the currency. */
export const inShopStates = (filter: ShopFilter, sql: SqlValues): string[] => [
  ...(filter.moneyStates === undefined
    ? []
    : [`${moneyStateSql} = ANY (${sql.place([...filter.moneyStates])}::text[])`]),
  ...(filter.shopViews === undefined
    ? []
    : [`${shopViewSql} = ANY (${sql.place([...filter.shopViews])}::text[])`]),
  ...(filter.currency === undefined ? [] : [`o.currency = ${sql.place(filter.currency)}`]),
];

interface SearchedShop extends ShopFilter {
  readonly stores: readonly string[];
}

/** SQL conditions on the customer or the display number of order `o`. */
export const ofShopCustomers = (filter: SearchedShop, sql: SqlValues): string[] => [
  ...(filter.email === undefined
    ? []
    : [
        ofCustomers(filter, sql, [
          `c.search_text ILIKE ${sql.place(containing(filter.email))}`,
          `lower(c.customer ->> 'email') = lower(${sql.place(filter.email)})`,
        ]),
      ]),
  ...(filter.customerReference === undefined
    ? []
    : [
        ofCustomers(filter, sql, [
          `c.customer ->> 'reference' = ${sql.place(filter.customerReference)}`,
        ]),
      ]),
  ...(filter.displayNumber === undefined
    ? []
    : [
        `(o.order_id = ANY (${sql.place([...filter.displayNumber.orderIds])}::uuid[])
          OR o.attributes #>> '{medusa,display_id}' = ${sql.place(filter.displayNumber.number)})`,
      ]),
];

const ofCustomers = (
  { stores }: SearchedShop,
  sql: SqlValues,
  conditions: readonly string[],
): string => `o.order_id IN (
    SELECT c.order_id FROM order_customers c
    WHERE c.store_id = ANY (${sql.place([...new Set(stores)])}::text[])
      AND ${conditions.join(' AND ')})`;
