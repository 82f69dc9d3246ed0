import type { Store, StoreDetails } from './store.js';
import { timeZoneMeant } from './time-zones.js';

/** Columns of a store, in the names of `Store`. */
export const storeColumns = `store_id AS "storeId", sales_segment AS "salesSegment", currency,
  time_zone AS "timeZone", settlement, name, country_code AS "countryCode",
  tax_number AS "taxNumber", address`;

export type StoreRow = Omit<Store, keyof StoreDetails> & {
  readonly [Name in keyof StoreDetails]-?: NonNullable<StoreDetails[Name]> | null;
};

export const toStore = ({ timeZone, ...row }: StoreRow): Store => {
  const { name, countryCode, taxNumber, address, ...store } = row;
  return {
    ...store,
    timeZone: timeZoneMeant(timeZone),
    ...(name !== null && { name }),
    ...(countryCode !== null && { countryCode }),
    ...(taxNumber !== null && { taxNumber }),
    ...(address !== null && { address }),
  };
};
