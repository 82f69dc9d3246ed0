import type { Instant } from '../../time/instant.js';
import type { SettlementHead } from '../close-settlement.js';
import { type Day, localDay } from './time-zones.js';

/** The length of a store's settlement periods. */
export type SettlementRule = 'daily' | 'weekly' | 'monthly';

export interface SettlementSchedule {
  readonly rule: SettlementRule;
  /** The store's time zone, as an IANA name. */
  readonly timeZone: string;
}

const dayMs = 86_400_000;

/**
 * The first day of the period that contains this day: the day itself, the Monday of its week, or
 * the first of its month.
 */
const periodFirstDay = (rule: SettlementRule, day: Day): Day => {
  if (rule === 'daily') return day;
  if (rule === 'monthly') return `${day.slice(0, 8)}01`;
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  const daysSinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  return new Date(midnight - daysSinceMonday * dayMs).toISOString().slice(0, 10);
};

/**
 * The end of the newest period that is over, which is the beginning of the period that contains
 * `now`.
 */
export const lastPeriodEnd = ({ rule, timeZone }: SettlementSchedule, now: Instant): Instant =>
  new Date(dayStart(periodFirstDay(rule, localDay(now, timeZone)), timeZone)).toISOString();

/**
 * The instant up to which a settlement has to be closed now; `undefined` if none has to be closed.
 * A settlement is due if a period is over and something was settled in it that no earlier
 * settlement contains. After a pause, one settlement covers all the periods that have ended
 * meanwhile.
 */
export const settlementDue = (
  schedule: SettlementSchedule,
  { lastPeriodEnd: settledTo, firstUnsettledAt }: Omit<SettlementHead, 'cuts'>,
  now: Instant,
): Instant | undefined => {
  if (firstUnsettledAt === undefined) return undefined;
  const end = lastPeriodEnd(schedule, now);
  const isSettled = settledTo !== undefined && settledTo >= end;
  return isSettled || firstUnsettledAt >= end ? undefined : end;
};

interface Period {
  readonly periodStart: Instant;
  /** The first instant after the period. */
  readonly periodEnd: Instant;
  readonly timeZone: string;
}

/** First and last day of a settlement's period in the store's time zone, such as `2026-03-29`. */
export const periodDays = ({
  periodStart,
  periodEnd,
  timeZone,
}: Period): { readonly startDate: Day; readonly endDate: Day } => ({
  startDate: localDay(periodStart, timeZone),
  // The period's end is exclusive, so the last day is the day of the millisecond before it.
  endDate: localDay(Math.max(Date.parse(periodStart), Date.parse(periodEnd) - 1), timeZone),
});

const hourMs = 3_600_000;
/**
 * A day begins at most this long before or after midnight UTC. Offsets of time zones are from -12
 * to 14 hours; the other 12 hours are reserve.
 */
const offsetMsMax = 26 * hourMs;

/**
 * The first instant of a day in a time zone, in milliseconds since the epoch. A binary search finds
 * the change of the day. Adding hours would be wrong: when clocks change, a day has 23 or 25 hours,
 * and in some zones it does not begin at midnight.
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
