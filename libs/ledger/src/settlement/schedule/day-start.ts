import { localDay, type Day } from './local-day.js';

const hourMs = 3_600_000;
/** Zones are at most 14 hours ahead of UTC and 12 behind it; with room for what governments may still decide. */
const offsetMsMax = 26 * hourMs;

/**
 * The first instant of a day in a time zone, milliseconds since the epoch. Found by asking which day it is rather than
 * by adding hours: a day has 23 or 25 of them when clocks change, and in some zones it does not begin at midnight.
 */
export const dayStart = (day: Day, timeZone: string): number => {
  const utc = Date.parse(`${day}T00:00:00.000Z`);
  let before = utc - offsetMsMax;
  let within = utc + offsetMsMax;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (localDay(middle, timeZone) < day) before = middle;
    else within = middle;
  }
  return within;
};
