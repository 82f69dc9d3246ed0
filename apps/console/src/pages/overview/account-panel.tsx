import { useCallback, useMemo } from 'react';
import type { DailyRow, UnsettledAccount } from '../../api/types.js';
import { useMoney } from '../../money/currencies.js';
import { lastDays } from '../../time/days.js';
import { counted } from '../../ui/counted.js';
import { Money } from '../../ui/money.js';
import { Panel } from '../../ui/panel.js';
import { Plot } from '../../ui/plot.js';
import { PlotFigures } from '../../ui/plot-figures.js';
import { Said } from '../../ui/said.js';
import { dailyOf, dailySeries, sumOf, type Account, type DailySeries } from './daily.js';
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

/** One store and currency: the last days as bars, and all that is not settled yet. */
export const AccountPanel = ({ account, rows, unsettled }: AccountPanelProps) => {
  const { store, currency, timeZone } = account;
  const { amount, short } = useMoney();
  const days = useMemo(() => lastDays(timeZone, daysShown, new Date()), [timeZone]);
  const names = useMemo(() => days.map((day) => day.slice('2026-'.length)), [days]);
  const daily = useMemo(() => dailyOf(account, days, rows), [account, days, rows]);
  const text = useCallback((value: number) => short(value, currency), [short, currency]);
  const open = unsettled.find((one) => one.store === store && one.currency === currency);
  const figures = {
    ...{ captured: sumOf(daily.captured), refunded: sumOf(daily.refunded) },
    // All of it, also what is older than the days shown.
    unsettled: (open?.captured ?? 0) - (open?.refunded ?? 0),
    failed: sumOf(daily.failed),
  };
  return (
    <Panel
      title={
        <>
          <Said text={store} /> · {currency}
        </>
      }
      aside={
        <span className="soft small">
          last {daysShown} days, {timeZone}
        </span>
      }
    >
      <div className="plots">
        {dailySeries.map((name) => (
          <Plot
            key={name}
            label={looks[name].name}
            figure={<Money minor={figures[name]} currency={currency} />}
            {...(name === 'unsettled' && { note: `${counted(open?.lines ?? 0, 'line')} in all` })}
            names={names}
            values={daily[name]}
            colour={looks[name].colour}
            text={text}
          />
        ))}
      </div>
      <PlotFigures
        label={`Figures by day, in ${currency}`}
        names={days}
        series={dailySeries.map((name) => ({ name: looks[name].name, values: daily[name] }))}
        text={(value) => amount(value, currency)}
      />
    </Panel>
  );
};
