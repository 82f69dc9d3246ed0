import { localDay } from '#ledger';
import type { SettlementView } from '#read-models';

/** The first and the last day of a settlement's period, in the store's time zone: `2026-03-29`. */
export const periodDays = ({
  periodStart,
  periodEnd,
  timeZone,
}: Pick<SettlementView, 'periodStart' | 'periodEnd' | 'timeZone'>): {
  readonly startDate: string;
  readonly endDate: string;
} => ({
  startDate: localDay(periodStart, timeZone),
  // The end is exclusive: the last day is the one of the instant before.
  endDate: localDay(Math.max(Date.parse(periodStart), Date.parse(periodEnd) - 1), timeZone),
});
