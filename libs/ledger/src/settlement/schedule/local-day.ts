import type { Instant } from '../../order/order-events.js';

/** A calendar day, as `2026-03-29`. */
export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** There are some 600 zones; a wrong name throws before it is kept. */
const formatsMax = 1_000;

/**
 * Swedish writes days as ISO 8601 does. The Gregorian calendar is named: a locale could bring
 * another.
 */
const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  if (formats.size < formatsMax) formats.set(timeZone, made);
  return made;
};

/** The day that clocks in the zone show at an instant. `timeZone` is an IANA name. */
export const localDay = (instant: Instant | number, timeZone: string): Day =>
  formatOf(timeZone).format(typeof instant === 'number' ? instant : Date.parse(instant));
