import type { DailyRow } from '../../api/types.js';

export const dailySeries = ['captured', 'refunded', 'unsettled', 'failed'] as const;
export type DailySeries = (typeof dailySeries)[number];

/** A value for each day, of each series. */
export type Daily = Readonly<Record<DailySeries, readonly number[]>>;

export interface Account {
  readonly store: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** The sums of each of these days for one store and currency; 0 where nothing happened. */
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

export const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + amount, 0);
