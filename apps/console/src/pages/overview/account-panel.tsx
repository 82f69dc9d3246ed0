import { useMemo } from 'react';
import type { DailyRow, UnsettledAccount } from '../../api/types.js';
import { dayIn, lastDays } from '../../time/times.js';
import { PlotsPanel } from '../../ui/plots.js';
import { counted } from '../../ui/values.js';
import { dailyOf, dailySeries, type Account, type DailySeries } from './daily.js';
import { daysShown } from './use-overview.js';

interface AccountPanelProps {
  readonly account: Account;
  readonly rows: readonly DailyRow[];
  readonly unsettled: readonly UnsettledAccount[];
}

const looks: Readonly<Record<DailySeries, { readonly name: string; readonly colour: string }>> = {
  captured: { name: 'Captured', colour: '--bar-captured' },
  refunded: { name: 'Refunded', colour: '--bar-cancelled' },
  unsettled: { name: 'Unsettled', colour: '--bar-requested' },
  failed: { name: 'Failed', colour: '--bad' },
};

/**
 * Shows one store's amounts in one currency: a bar for each of the most recent days, and the total
 * that is in no settlement yet.
 */
export const AccountPanel = ({ account, rows, unsettled }: AccountPanelProps) => {
  const { store, currency, timeZone } = account;
  // The day is computed anew at each rendering, because the page may stay open past midnight.
  const today = dayIn(timeZone, new Date());
  const days = useMemo(() => lastDays(today, daysShown), [today]);
  const names = useMemo(() => days.map((day) => day.slice('2026-'.length)), [days]);
  const daily = useMemo(() => dailyOf(account, days, rows), [account, days, rows]);
  const open = unsettled.find((one) => one.store === store && one.currency === currency);
  // The sum includes captures and refunds from before the days that are shown.
  const allUnsettled = {
    figure: (open?.captured ?? 0) - (open?.refunded ?? 0),
    note: `${counted(open?.lines ?? 0, 'line')} in all`,
  };
  return (
    <PlotsPanel
      store={store}
      currency={currency}
      per="day"
      aside={
        <>
          last {daysShown} days, {timeZone}
        </>
      }
      names={names}
      rowNames={days}
      series={dailySeries.map((name) => ({
        ...looks[name],
        values: daily[name],
        ...(name === 'unsettled' && allUnsettled),
      }))}
    />
  );
};
