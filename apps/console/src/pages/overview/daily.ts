import type { DailyRow } from '../../api/types.js';

export const dailySeries = ['captured', 'refunded', 'unsettled', 'failed'] as const;
export type DailySeries = (typeof dailySeries)[number];

/** For each series, one amount per day in minor units. */
export type Daily = Readonly<Record<DailySeries, readonly number[]>>;

export interface Account {
  readonly store: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** The amounts of one store in one currency, one for each of `days`. A day without a row gets 0. */
export const dailyOf = (
  { store, currency }: Account,
  days: readonly string[],
  rows: readonly DailyRow[],
): Daily => {
  const own = new Map(
    rows
      .filter((row) => row.store === store && row.currency === currency)
      .map((row) => [row.day, row]),
  );
  const of = (name: DailySeries): readonly number[] => days.map((day) => own.get(day)?.[name] ?? 0);
  return {
    ...{ captured: of('captured'), refunded: of('refunded') },
    ...{ unsettled: of('unsettled'), failed: of('failed') },
  };
};
