import type { Instant } from '../../order/order-events.js';
import { dayParts, isoFormats } from './iso-formats.js';

/** A calendar day, as `2026-03-29`. */
export type Day = string;

const formatOf = isoFormats(dayParts);

/** The day that clocks in the zone show at an instant. `timeZone` is an IANA name. */
export const localDay = (instant: Instant | number, timeZone: string): Day =>
  formatOf(timeZone).format(typeof instant === 'number' ? instant : Date.parse(instant));
