import type { Instant } from '../../order/order-events.js';

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

const formatOf = isoFormats(dayParts);

/**
 * The calendar day at an instant in a time zone (IANA name). An instant given as a number is in
 * milliseconds since the epoch.
 */
export const localDay = (instant: Instant | number, timeZone: string): Day =>
  formatOf(timeZone).format(typeof instant === 'number' ? instant : Date.parse(instant));
