import { dayParts, isoFormats, timeParts } from './local-day.js';

/** The differences between a zone's clocks and UTC, in the order of time. */
export interface ZoneOffsets {
  /** The instants at which the difference changes, in milliseconds of Unix time, ascending. */
  readonly changes: readonly number[];
  /** Seconds to add to UTC: before the first change, then from each change on. */
  readonly offsets: readonly number[];
}

interface KnownOffsets extends ZoneOffsets {
  readonly before: number;
}

const secondMs = 1_000;
const weekMs = 7 * 86_400_000;
const yearMs = 366 * 86_400_000;

/** The ledger is younger: an earlier settlement comes from a clock that was wrong. */
const first = Date.UTC(2020, 0, 1);

const known = new Map<string, KnownOffsets>();

/** There are some 600 zones; a wrong name throws before it is kept. */
const knownMax = 1_000;

const formatOf = isoFormats({ ...dayParts, ...timeParts });

/** The seconds by which the zone's clocks are ahead of UTC at an instant. */
const clockOf = (timeZone: string): ((at: number) => number) => {
  const format = formatOf(timeZone);
  return (at) => (Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at) / secondMs;
};

/** The first whole second at which the offset is no longer that of `low`. */
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

/** No zone changes twice within a week; Morocco's pause of a month for Ramadan is the shortest. */
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
 * The offsets of a zone from the year 2020 to at least a year after `now` (milliseconds of Unix
 * time), by the time zone database of the runtime. Earlier and later instants have the first and
 * the last of them. `timeZone` is an IANA name; another one throws a RangeError.
 */
export const zoneOffsets = (timeZone: string, now: number): ZoneOffsets => {
  const kept = known.get(timeZone);
  if (kept !== undefined && now + yearMs <= kept.before) return kept;
  const made = offsetsUntil(timeZone, now + 2 * yearMs);
  if (known.size < knownMax || kept !== undefined) known.set(timeZone, made);
  return made;
};
