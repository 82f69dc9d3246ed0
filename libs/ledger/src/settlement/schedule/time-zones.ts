import type { Instant } from '../../time/instant.js';

/** Options of `Intl.DateTimeFormat` for a day such as `2026-03-29`. */
export const dayParts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;

/** Options of `Intl.DateTimeFormat` for a time such as `14:03:27`. */
export const timeParts = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/**
 * The largest number of formats kept in memory. There are about 600 time zones, so all of them fit.
 */
const formatsMax = 1_000;

/**
 * Returns a function that gives the date format of a time zone (IANA name), which writes these
 * parts as ISO 8601 does. Each format is made once. The formats are Swedish, because Swedish writes
 * days in this form. The Gregorian calendar is set, because the runtime may have a different
 * default. The returned function throws a `RangeError` for a wrong name.
 */
export const isoFormats = (
  parts: Intl.DateTimeFormatOptions,
): ((timeZone: string) => Intl.DateTimeFormat) => {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const known = formats.get(timeZone);
    if (known !== undefined) return known;
    const made = new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
      ...parts,
    });
    if (formats.size < formatsMax) formats.set(timeZone, made);
    return made;
  };
};

/** A calendar day, such as `2026-03-29`. */
export type Day = string;

const dayFormatOf = isoFormats(dayParts);

/**
 * The calendar day at an instant in a time zone (IANA name). An instant given as a number is in
 * milliseconds since the epoch.
 */
export const localDay = (instant: Instant | number, timeZone: string): Day =>
  dayFormatOf(timeZone).format(typeof instant === 'number' ? instant : Date.parse(instant));

/** The differences between the clocks of a zone and UTC, in the order of time. */
export interface ZoneOffsets {
  /** Instants at which the difference changes, ascending, in milliseconds since the epoch. */
  readonly changes: readonly number[];
  /**
   * Seconds by which the zone is ahead of UTC. `offsets[0]` applies before the first change, and
   * `offsets[n]` from `changes[n - 1]` on.
   */
  readonly offsets: readonly number[];
}

interface KnownOffsets extends ZoneOffsets {
  readonly before: number;
}

const secondMs = 1_000;
const weekMs = 7 * 86_400_000;
const yearMs = 366 * 86_400_000;

/**
 * Offsets are looked up from this instant on. Every ledger is younger, so only a wrong clock could
 * give a settlement an earlier date.
 */
const first = Date.UTC(2020, 0, 1);

const known = new Map<string, KnownOffsets>();

/** The largest number of time zones kept in memory. There are about 600, so all of them fit. */
const knownMax = 1_000;

const clockFormatOf = isoFormats({ ...dayParts, ...timeParts });

/** Returns a function that gives the seconds by which the zone is ahead of UTC at an instant. */
const clockOf = (timeZone: string): ((at: number) => number) => {
  const format = clockFormatOf(timeZone);
  return (at) => (Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at) / secondMs;
};

/**
 * The first second after `low` at which the offset differs from the offset at `low`. `low` and
 * `high` are in milliseconds since the epoch.
 */
const changeBetween = (low: number, high: number, offsetAt: (at: number) => number): number => {
  const offset = offsetAt(low);
  let [same, other] = [low, high];
  while (other - same > secondMs) {
    const middle = same + Math.floor((other - same) / 2 / secondMs) * secondMs;
    if (offsetAt(middle) === offset) same = middle;
    else other = middle;
  }
  return other;
};

/**
 * Finds the changes by comparing the offsets week by week, because no zone changes its offset twice
 * within a week. The shortest time between two changes is about a month (Morocco, during Ramadan).
 */
const offsetsUntil = (timeZone: string, before: number): KnownOffsets => {
  const offsetAt = clockOf(timeZone);
  const changes: number[] = [];
  const offsets = [offsetAt(first)];
  for (let at = first; at < before; at += weekMs) {
    const next = offsetAt(at + weekMs);
    if (next === offsets.at(-1)) continue;
    changes.push(changeBetween(at, at + weekMs, offsetAt));
    offsets.push(next);
  }
  return { changes, offsets, before };
};

/**
 * The offsets of a time zone (IANA name) from 2020 to at least one year after `now`, which is in
 * milliseconds since the epoch. Before 2020 the first offset applies, after the end the last one.
 * Throws a `RangeError` for a wrong name.
 */
export const zoneOffsets = (timeZone: string, now: number): ZoneOffsets => {
  const kept = known.get(timeZone);
  if (kept !== undefined && now + yearMs <= kept.before) return kept;
  const made = offsetsUntil(timeZone, now + 2 * yearMs);
  if (known.size < knownMax || kept !== undefined) known.set(timeZone, made);
  return made;
};
