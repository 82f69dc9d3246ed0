import type { DailyRow } from '../../api/types.js';

export const dailySeries = ['captured', 'refunded', 'unsettled', 'failed'] as const;
export type DailySeries = (typeof dailySeries)[number];

/** One amount for each day in each series, in minor units. */
export type Daily = Readonly<Record<DailySeries, readonly number[]>>;

export interface Account {
  readonly store: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** The amounts of a store in one currency for each day; 0 for days without a row. */
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
