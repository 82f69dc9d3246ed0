import { dayStart, isDay } from '#ledger';
import type { PlacedRange } from '#read-models';
import { invalidQuery } from './invalid-query.js';

const dayMs = 24 * 60 * 60 * 1000;
const day = /^\d{4}-\d{2}-\d{2}$/;
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const earliestMs = Date.parse('0001-01-01');
const endMs = Date.parse('9999-12-31') + dayMs;

/** `Date.parse` lets the 30th of February be the 2nd of March. */
const isCalendarDay = (text: string): boolean => {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};

/** One end of a range; undefined for the open end `""`. */
const checked = (text: string): string | undefined => {
  if (text === '') return undefined;
  const isWritten = day.test(text) || time.test(text);
  const ms = isWritten && isCalendarDay(text.slice(0, 10)) ? Date.parse(text) : NaN;
  if (ms >= earliestMs && ms < endMs) return text;
  throw invalidQuery('placedAt takes days (2021-03-01) or times (2021-03-01T10:00:00Z).');
};

/** When a day begins in a zone; no zone had rules in years in which no order was placed either. */
const dayStartMs = (text: string, timeZone: string): number =>
  isDay(text) ? dayStart(text, timeZone) : Date.parse(text);

const dayAfter = (text: string): string =>
  new Date(Date.parse(text) + dayMs).toISOString().slice(0, 10);

const instant = (ms: number): string => new Date(ms).toISOString();

/** What `placedAt:["2021-03-01","2021-03-04"]` asks for. */
export interface PlacedBetween {
  /** Whether a day is named, so that the range is another one in each time zone. */
  readonly hasDays: boolean;
  /** Both ends belong to the range, the last day wholly. */
  readonly in: (timeZone: string) => PlacedRange;
}

/** @throws RefusedRequest 422 */
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
