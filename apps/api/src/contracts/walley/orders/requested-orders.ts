import type { Caller } from '#access';
import type { OrderFilter } from '#read-models';
import { walleyStatuses } from '../order/order.dto.js';
import { invalidQuery } from './invalid-query.js';
import { placedBetween } from './placed-between.js';
import { everyValue, soleValue } from './query-values.js';
import type { QueryValues } from './query-values.js';
import { readFilters } from './read-filters.js';

type WalleyStatus = (typeof walleyStatuses)[number];

const statusOf = (text: string): WalleyStatus => {
  const status = walleyStatuses.find((known) => known.toLowerCase() === text.toLowerCase());
  if (status === undefined) throw invalidQuery(`Statuses are: ${walleyStatuses.join(', ')}.`);
  return status;
};

/** The caller's stores, or those of them that the filter names. */
const storesOf = (caller: Caller, wanted: readonly string[] | undefined): readonly string[] => {
  if (wanted === undefined) return caller.stores;
  const names = new Set(wanted.map((store) => store.toLowerCase()));
  return caller.stores.filter((store) => names.has(store.toLowerCase()));
};

/** Which orders `GET /manage/orders` lists for a caller (walley.md). */
export const requestedOrders = (values: QueryValues, caller: Caller): OrderFilter => {
  const filters = readFilters(everyValue(values, 'filter'));
  const text = soleValue(values, 'query')?.trim() ?? '';
  return {
    stores: storesOf(caller, filters.get('storeId')),
    statuses: filters.get('status')?.map(statusOf) ?? walleyStatuses,
    ...placedBetween(filters.get('placedAt') ?? []),
    ...(text !== '' && { text }),
  };
};
