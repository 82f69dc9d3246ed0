import type { ReportRow, UnsettledCapture } from '../../api/types.js';
import { dayIn } from '../../time/days.js';

export interface Daily {
  readonly captured: readonly number[];
  readonly refunded: readonly number[];
  readonly failed: readonly number[];
}

export interface Account {
  readonly store: string;
  readonly currency: string;
  readonly timeZone: string;
}

type Dated = readonly (readonly [day: string, amount: number])[];

const perDay = (dated: Dated, days: readonly string[]): number[] =>
  days.map((day) => dated.reduce((sum, [on, amount]) => (on === day ? sum + amount : sum), 0));

/** The sums of each of these days for one store and currency. */
export const dailyOf = (
  { store, currency, timeZone }: Account,
  days: readonly string[],
  {
    rows,
    failures,
  }: { readonly rows: readonly ReportRow[]; readonly failures: readonly UnsettledCapture[] },
): Daily => {
  const own = rows.filter((row) => row.store === store && row.currency === currency);
  const failed = failures.filter(
    (one) => one.store === store && one.currency === currency && one.status === 'failed',
  );
  const on = (of: 'captured' | 'refunded'): Dated => own.map((row) => [row.day ?? '', row[of]]);
  const failedOn: Dated = failed.map(({ capturedAt, amount }) => [
    dayIn(timeZone, new Date(capturedAt)),
    amount,
  ]);
  return {
    captured: perDay(on('captured'), days),
    refunded: perDay(on('refunded'), days),
    failed: perDay(failedOn, days),
  };
};

export const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + amount, 0);
