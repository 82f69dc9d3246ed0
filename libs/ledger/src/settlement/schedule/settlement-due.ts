import type { Instant } from '../../order/order-events.js';
import type { SettlementHead } from '../close-settlement.js';
import { type Day, localDay } from './local-day.js';

/** The frequency of a store's settlements. */
export type SettlementRule = 'daily' | 'weekly' | 'monthly';

export interface SettlementSchedule {
  readonly rule: SettlementRule;
  /** IANA name. */
  readonly timeZone: string;
}

const dayMs = 86_400_000;

/**
 * The day on which the period began that this day is in: itself, its Monday, or the first of its
 * month.
 */
const periodFirstDay = (rule: SettlementRule, day: Day): Day => {
  if (rule === 'daily') return day;
  if (rule === 'monthly') return `${day.slice(0, 8)}01`;
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  const daysSinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  return new Date(midnight - daysSinceMonday * dayMs).toISOString().slice(0, 10);
};

/** The beginning of the period that `now` is in, which is the end of the one before. */
export const lastPeriodEnd = ({ rule, timeZone }: SettlementSchedule, now: Instant): Instant =>
  new Date(dayStart(periodFirstDay(rule, localDay(now, timeZone)), timeZone)).toISOString();

/**
 * The end of the period that is to be settled now; `undefined` if none is. A period is settled once
 * it is over, if something was settled in it and no cut was made for it yet. A worker that comes
 * late settles everything up to the last period's end at once.
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
  /** Exclusive. */
  readonly periodEnd: Instant;
  readonly timeZone: string;
}

/** The first and the last day of a settlement's period, in the store's time zone: `2026-03-29`. */
export const periodDays = ({
  periodStart,
  periodEnd,
  timeZone,
}: Period): { readonly startDate: Day; readonly endDate: Day } => ({
  startDate: localDay(periodStart, timeZone),
  // The end is exclusive: the last day is the one of the instant before.
  endDate: localDay(Math.max(Date.parse(periodStart), Date.parse(periodEnd) - 1), timeZone),
});

const hourMs = 3_600_000;
/** Zones are at most 14 hours ahead of UTC and 12 hours late; the rest is room for future zones. */
const offsetMsMax = 26 * hourMs;

/**
 * The first instant of a day in a time zone, milliseconds since the epoch. Found by asking which
 * day it is rather than by adding hours: a day has 23 or 25 of them when clocks change, and in some
 * zones it does not begin at midnight.
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
