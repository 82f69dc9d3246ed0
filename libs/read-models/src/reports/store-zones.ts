import { zoneOffsets } from '#ledger';
import type { SqlValues } from '../sql/query.js';

/** A store and the time zone in which its days begin. */
export interface ZonedStore {
  readonly storeId: string;
  readonly timeZone: string;
}

const arrayText = (values: readonly (number | string)[]): string => `{${values.join(',')}}`;

/**
 * A query for the UTC offsets of each store's time zone, and for the instants at which the offset
 * changes. The stores' lists have different lengths, which PostgreSQL does not allow in a
 * two-dimensional array. Each list is therefore sent as text.
 */
export const storeZones = (stores: readonly ZonedStore[], sql: SqlValues): string => {
  const now = Date.now();
  const offsets = stores.map(({ timeZone }) => zoneOffsets(timeZone, now));
  const instants = offsets.map(({ changes }) => changes.map((at) => new Date(at).toISOString()));
  return `SELECT store_id, changes::timestamptz[], offsets::integer[]
    FROM unnest(${sql.place(stores.map(({ storeId }) => storeId))}::text[],
      ${sql.place(instants.map(arrayText))}::text[],
      ${sql.place(offsets.map(({ offsets: seconds }) => arrayText(seconds)))}::text[])
      AS r (store_id, changes, offsets)`;
};

/**
 * An SQL expression for the local time of an instant. The time zone is that of row `z` of the query
 * `storeZones`.
 */
export const localTimeOf = (instant: string): string => `(${instant} + interval '1 second' *
  z.offsets[1 + width_bucket(${instant}, z.changes)]) AT TIME ZONE 'UTC'`;
