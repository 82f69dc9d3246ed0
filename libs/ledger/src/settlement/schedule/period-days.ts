import type { Instant } from '../../order/order-events.js';
import { localDay, type Day } from './local-day.js';

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
