import type { Instant } from '#ledger';
import { invalidQuery } from './invalid-query.js';

export interface PlacedBetween {
  readonly placedFrom?: Instant;
  /** Exclusive. */
  readonly placedBefore?: Instant;
}

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

/** A calendar day or an instant, in milliseconds since the epoch; undefined for the open end `""`. */
const millisecondsOf = (text: string): number | undefined => {
  if (text === '') return undefined;
  const isWritten = day.test(text) || time.test(text);
  const ms = isWritten && isCalendarDay(text.slice(0, 10)) ? Date.parse(text) : NaN;
  if (!(ms >= earliestMs && ms < endMs)) {
    throw invalidQuery('placedAt takes days (2021-03-01) or times (2021-03-01T10:00:00Z).');
  }
  return ms;
};

/** Both ends of `placedAt:["2021-03-01","2021-03-04"]` belong to the range, the last day wholly (UTC). */
export const placedBetween = (values: readonly string[]): PlacedBetween => {
  const [from = '', to = '', ...more] = values;
  if (more.length > 0) throw invalidQuery('placedAt takes two values: from and to.');
  const fromMs = millisecondsOf(from);
  const toMs = millisecondsOf(to);
  const beforeMs = toMs === undefined ? endMs : toMs + (day.test(to) ? dayMs : 1);
  return {
    ...(fromMs !== undefined && { placedFrom: new Date(fromMs).toISOString() }),
    ...(beforeMs < endMs && { placedBefore: new Date(beforeMs).toISOString() }),
  };
};
