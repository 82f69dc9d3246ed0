import type { Store } from './store.js';
import { timeZoneMeant } from './time-zones.js';

/** Columns of a store, in the names of `Store`. */
export const storeColumns = `store_id AS "storeId", sales_segment AS "salesSegment", currency,
  time_zone AS "timeZone", settlement, name, country_code AS "countryCode"`;

export type StoreRow = Omit<Store, 'name' | 'countryCode'> & {
  readonly name: string | null;
  readonly countryCode: string | null;
};

export const toStore = ({ name, countryCode, timeZone, ...store }: StoreRow): Store => ({
  ...store,
  timeZone: timeZoneMeant(timeZone),
  ...(name !== null && { name }),
  ...(countryCode !== null && { countryCode }),
});
