import { orderStatuses } from '#ledger';
import type { OrderStatus } from '#ledger';
import type { OrderFilter, PlacedRange, StoresPlaced } from './order-filter.js';
import type { SqlValues } from '../sql/sql-values.js';

export const storesOf = ({ stores }: OrderFilter): string[] => [...new Set(stores)];

export const statusesOf = ({ statuses }: OrderFilter): OrderStatus[] => [
  ...new Set(statuses ?? orderStatuses),
];

/** The condition on when order `o` was placed; none if the filter has none. */
export const placedWithin = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...between(filter, sql),
  ...(filter.placedByStore === undefined ? [] : [placedByStore(filter.placedByStore, sql)]),
];

const between = ({ placedFrom, placedBefore }: PlacedRange, sql: SqlValues): string[] => [
  ...(placedFrom === undefined ? [] : [`o.placed_at >= ${sql.place(placedFrom)}`]),
  ...(placedBefore === undefined ? [] : [`o.placed_at < ${sql.place(placedBefore)}`]),
];

/** Stores of one range are asked for together: as a rule all of them, and then the index on the time serves. */
const placedByStore = (ranges: readonly StoresPlaced[], sql: SqlValues): string => {
  const [only] = ranges;
  if (only !== undefined && ranges.length === 1)
    return ['true', ...between(only, sql)].join(' AND ');
  const each = ranges.map((range) =>
    [`o.store_id = ANY (${sql.place(range.stores)}::text[])`, ...between(range, sql)].join(' AND '),
  );
  return `(${['false', ...each].join(' OR ')})`;
};

/** Conditions that name few orders by themselves, each through an index of its own. */
export const searched = (filter: OrderFilter, sql: SqlValues): string[] => [
  ...(filter.orderIds === undefined ? [] : [named(filter.orderIds, sql)]),
  ...(filter.text === undefined ? [] : [containing(filter, filter.text, sql)]),
];

const named = (orderIds: readonly string[], sql: SqlValues): string =>
  `o.order_id = ANY (${sql.place([...orderIds])}::uuid[])`;

/** Orders of the caller's stores only: what matches in the stores of others is left out from the start. */
const containing = (filter: OrderFilter, text: string, sql: SqlValues): string => {
  // No stored text holds a NUL, and PostgreSQL refuses one as a parameter.
  if (text.includes('\0')) return 'false';
  const pattern = sql.place(patternOf(text));
  const stores = sql.place(storesOf(filter));
  const telephone = telephoneIn(text);
  const isCalled =
    telephone === undefined ? '' : `OR c.search_text ILIKE ${sql.place(patternOf(telephone))}`;
  return `o.order_id IN (
    SELECT s.order_id FROM search_texts s
    WHERE s.text ILIKE ${pattern} AND s.store_id = ANY (${stores}::text[])
    UNION ALL SELECT c.order_id FROM order_customers c
    WHERE (c.search_text ILIKE ${pattern} ${isCalled}) AND c.store_id = ANY (${stores}::text[]))`;
};

const patternOf = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

const writtenAsTelephone = /^\+?[\d\s()./-]+$/;
/** Fewer would be a part of many numbers, and of what is written with blanks and is none. */
const digitsMin = 5;

/**
 * The digits of a text that can be a telephone number: numbers are stored with their digits alone too, so it does not matter how
 * either was written. Without a leading 0 they are a part of the number with its country code as well.
 */
const telephoneIn = (text: string): string | undefined => {
  if (!writtenAsTelephone.test(text.trim())) return undefined;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length < digitsMin ? undefined : digits;
};
