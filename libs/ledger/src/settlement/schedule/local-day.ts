import type { Instant } from '../../order/order-events.js';

/** The parts of a day: `2026-03-29`. */
export const dayParts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;

/** The parts of a time: `14:03:27`. */
export const timeParts = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

/** There are some 600 zones; a wrong name throws before it is kept. */
const formatsMax = 1_000;

/**
 * Formats that show these parts as ISO 8601 writes them, one for each time zone (an IANA name),
 * made when it is first asked for. Swedish writes days so. The Gregorian calendar is named: a
 * locale could bring another. A wrong name throws a RangeError.
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

/** A calendar day, as `2026-03-29`. */
export type Day = string;

const formatOf = isoFormats(dayParts);

/** The day that clocks in the zone show at an instant. `timeZone` is an IANA name. */
export const localDay = (instant: Instant | number, timeZone: string): Day =>
  formatOf(timeZone).format(typeof instant === 'number' ? instant : Date.parse(instant));
