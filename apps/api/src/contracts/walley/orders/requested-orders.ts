import type { Caller } from '#access';
import type { OrderFilter, PlacedRange } from '#read-models';
import { walleyStatuses } from '../order/order.dto.js';
import { invalidQuery } from './invalid-query.js';
import { placedBetween } from './placed-between.js';
import type { PlacedBetween } from './placed-between.js';
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

type TimeZones = (
  stores: readonly string[],
) => Promise<readonly { readonly storeId: string; readonly timeZone: string }[]>;

/** The range of each time zone, with the stores that are in it. */
const placedIn = async (
  stores: readonly string[],
  placed: PlacedBetween,
  timeZones: TimeZones,
): Promise<Pick<OrderFilter, 'placedByStore'> & PlacedRange> => {
  if (!placed.hasDays) return placed.in('UTC');
  const zones = new Map((await timeZones(stores)).map((store) => [store.storeId, store.timeZone]));
  const zoneOf = (store: string): string => zones.get(store) ?? 'UTC';
  return {
    placedByStore: [...new Set(stores.map(zoneOf))].map((zone) => ({
      stores: stores.filter((store) => zoneOf(store) === zone),
      ...placed.in(zone),
    })),
  };
};

/** Which orders `GET /manage/orders` lists for a caller (walley.md). */
export const requestedOrders = async (
  values: QueryValues,
  caller: Caller,
  timeZones: TimeZones,
): Promise<OrderFilter> => {
  const filters = readFilters(everyValue(values, 'filter'));
  const text = soleValue(values, 'query')?.trim() ?? '';
  const stores = storesOf(caller, filters.get('storeId'));
  return {
    stores,
    statuses: filters.get('status')?.map(statusOf) ?? walleyStatuses,
    ...(await placedIn(stores, placedBetween(filters.get('placedAt') ?? []), timeZones)),
    ...(text !== '' && { text }),
  };
};
