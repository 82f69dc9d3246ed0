import type { Caller } from '#access';
import { dayStart, isDay } from '#ledger';
import type { OrderFilter, PlacedRange } from '#read-models';
import { type JsonValue, MalformedJson, readJson } from '../../../contract-kit/body/read-json.js';
import { walleyStatuses } from './order.dto.js';
import { invalidQuery } from '../walley-envelope.js';
import { everyValue, type QueryValues, soleValue } from '../walley-query.js';

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

/**
 * Translates the filter `placedAt` into ranges of time. A day begins at different moments in
 * different time zones, so there is one range for each time zone of the stores.
 */
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

/** Finds the orders for `GET /manage/orders` (walley.md). */
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

const filterNames = ['status', 'storeId', 'placedAt'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = ReadonlyMap<FilterName, readonly string[]>;

const filterCharactersMax = 4096;
const valuesMax = 100;

const malformed = () => invalidQuery('A filter is written as name:["value", ...].');

const nameOf = (text: string): FilterName => {
  const name = filterNames.find((known) => known.toLowerCase() === text.trim().toLowerCase());
  if (name === undefined) throw invalidQuery(`Filters are: ${filterNames.join(', ')}.`);
  return name;
};

const listOf = (text: string): JsonValue => {
  try {
    return readJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof MalformedJson) throw malformed();
    throw error;
  }
};

const valuesOf = (text: string): readonly string[] => {
  const list = listOf(text);
  if (!Array.isArray(list)) throw malformed();
  const items: readonly JsonValue[] = list;
  const values = items.filter((value) => typeof value === 'string');
  if (values.length < items.length || values.length === 0) throw malformed();
  if (values.length > valuesMax) throw invalidQuery(`A filter takes at most ${valuesMax} values.`);
  return values;
};

/**
 * Reads the parameter `filter`, such as `filter=status:["Activated"]`. The parameter may be
 * repeated with different names.
 */
export const readFilters = (texts: readonly string[]): Filters => {
  const filters = new Map<FilterName, readonly string[]>();
  for (const text of texts) {
    const colon = text.indexOf(':');
    if (colon < 0 || text.length > filterCharactersMax || text.includes('\ufffd'))
      throw malformed();
    const name = nameOf(text.slice(0, colon));
    if (filters.has(name)) throw invalidQuery(`${name} is filtered twice.`);
    filters.set(name, valuesOf(text.slice(colon + 1)));
  }
  return filters;
};

const dayMs = 24 * 60 * 60 * 1000;
const day = /^\d{4}-\d{2}-\d{2}$/;
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const earliestMs = Date.parse('0001-01-01');
const endMs = Date.parse('9999-12-31') + dayMs;

/**
 * False for a day that does not exist. `Date.parse` alone would read the 30th of February as the
 * 2nd of March.
 */
const isCalendarDay = (text: string): boolean => {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};

/**
 * Checks one end of a range. Returns undefined for `""`, which leaves the range open at that end.
 */
const checked = (text: string): string | undefined => {
  if (text === '') return undefined;
  const isWritten = day.test(text) || time.test(text);
  const ms = isWritten && isCalendarDay(text.slice(0, 10)) ? Date.parse(text) : NaN;
  if (ms >= earliestMs && ms < endMs) return text;
  throw invalidQuery('placedAt takes days (2021-03-01) or times (2021-03-01T10:00:00Z).');
};

/**
 * The moment at which a day begins in a time zone. Days before 1900 and after 2999 begin at
 * midnight UTC here, because no order is that old or new, so the exact moment does not matter.
 */
const dayStartMs = (text: string, timeZone: string): number =>
  isDay(text) ? dayStart(text, timeZone) : Date.parse(text);

const dayAfter = (text: string): string =>
  new Date(Date.parse(text) + dayMs).toISOString().slice(0, 10);

const instant = (ms: number): string => new Date(ms).toISOString();

/** A filter by time, such as `placedAt:["2021-03-01","2021-03-04"]`. */
export interface PlacedBetween {
  /**
   * True if an end of the range is a day and not a time. The range then depends on the store's time
   * zone.
   */
  readonly hasDays: boolean;
  /**
   * The range for a time zone. Both ends are included. If the second end is a day, that whole day
   * is included.
   */
  readonly in: (timeZone: string) => PlacedRange;
}

/**
 * Reads the values of the filter `placedAt`: the two ends of a range.
 *
 * @throws HttpError 422 if the values are not a valid range
 */
export const placedBetween = (values: readonly string[]): PlacedBetween => {
  const [first = '', last = '', ...more] = values;
  if (more.length > 0) throw invalidQuery('placedAt takes two values: from and to.');
  const from = checked(first);
  const to = checked(last);
  const fromMs = (text: string, timeZone: string): number =>
    day.test(text) ? dayStartMs(text, timeZone) : Date.parse(text);
  const beforeMs = (text: string, timeZone: string): number =>
    day.test(text) ? dayStartMs(dayAfter(text), timeZone) : Date.parse(text) + 1;
  return {
    hasDays: [from, to].some((text) => text !== undefined && day.test(text)),
    in: (timeZone) => ({
      ...(from !== undefined && { placedFrom: instant(fromMs(from, timeZone)) }),
      ...(to !== undefined &&
        beforeMs(to, timeZone) < endMs && { placedBefore: instant(beforeMs(to, timeZone)) }),
    }),
  };
};
