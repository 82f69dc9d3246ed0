import type { Instant } from '../../order/order-events.js';
import type { SettlementHead } from '../close-settlement.js';
import { dayStart } from './day-start.js';
import { localDay, type Day } from './local-day.js';

/** How often a store is settled. */
export type SettlementRule = 'daily' | 'weekly' | 'monthly';

export interface SettlementSchedule {
  readonly rule: SettlementRule;
  /** IANA name. */
  readonly timeZone: string;
}

const dayMs = 86_400_000;

/** The day on which the period began that this day is in: itself, its Monday, or the first of its month. */
const periodFirstDay = (rule: SettlementRule, day: Day): Day => {
  if (rule === 'daily') return day;
  if (rule === 'monthly') return `${day.slice(0, 8)}01`;
  const midnight = Date.parse(`${day}T00:00:00.000Z`);
  const daysSinceMonday = (new Date(midnight).getUTCDay() + 6) % 7;
  return new Date(midnight - daysSinceMonday * dayMs).toISOString().slice(0, 10);
};

/** When the period began that `now` is in, and so the one before ended. */
export const lastPeriodEnd = ({ rule, timeZone }: SettlementSchedule, now: Instant): Instant =>
  new Date(dayStart(periodFirstDay(rule, localDay(now, timeZone)), timeZone)).toISOString();

/**
 * The end of the period that is to be settled now; `undefined` if none is. A period is settled once it is over, if
 * something was settled in it and no cut was made for it yet. A worker that comes late settles everything up to the
 * last period's end at once.
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
