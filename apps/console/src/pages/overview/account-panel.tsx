import { useMemo } from 'react';
import type { ReportRow, UnsettledAccount, UnsettledCapture } from '../../api/types.js';
import { useMoney } from '../../money/currencies.js';
import { lastDays } from '../../time/days.js';
import { counted } from '../../ui/counted.js';
import { Figure, Figures } from '../../ui/figure.js';
import { Money } from '../../ui/money.js';
import { Panel } from '../../ui/panel.js';
import { Plot, type PlotSeries } from '../../ui/plot.js';
import { dailyOf, sumOf, type Account, type Daily } from './daily.js';
import { daysShown } from './use-overview.js';

interface AccountPanelProps {
  readonly account: Account;
  readonly rows: readonly ReportRow[];
  readonly failures: readonly UnsettledCapture[];
  readonly unsettled: readonly UnsettledAccount[];
}

const seriesOf = ({ captured, refunded, failed }: Daily): readonly PlotSeries[] => [
  { name: 'Captured', colour: '--bar-captured', values: captured },
  { name: 'Refunded', colour: '--bar-cancelled', values: refunded },
  { name: 'Failed', colour: '--bad', values: failed },
];

/** One store and currency: the last days as bars, and what is not settled yet. */
export const AccountPanel = ({ account, rows, failures, unsettled }: AccountPanelProps) => {
  const { store, currency, timeZone } = account;
  const { amount } = useMoney();
  const days = useMemo(() => lastDays(timeZone, daysShown, new Date()), [timeZone]);
  const names = useMemo(() => days.map((day) => day.slice('2026-'.length)), [days]);
  const daily = useMemo(
    () => dailyOf(account, days, { rows, failures }),
    [account, days, rows, failures],
  );
  const series = useMemo(() => seriesOf(daily), [daily]);
  const open = unsettled.find((one) => one.store === store && one.currency === currency);
  return (
    <Panel title={`${store} · ${currency}`} aside={<span className="soft small">30 days</span>}>
      <div className="stack tight">
        <Figures>
          <Figure label="Captured">
            <Money minor={sumOf(daily.captured)} currency={currency} />
          </Figure>
          <Figure label="Refunded">
            <Money minor={sumOf(daily.refunded)} currency={currency} />
          </Figure>
          <Figure label="Failed">
            <Money minor={sumOf(daily.failed)} currency={currency} />
          </Figure>
          <Figure label="Unsettled" note={counted(open?.lines ?? 0, 'line')}>
            <Money minor={(open?.captured ?? 0) - (open?.refunded ?? 0)} currency={currency} />
          </Figure>
        </Figures>
        <Plot
          label={`By day of the store, in ${currency}`}
          names={names}
          series={series}
          text={(value) => amount(value, currency)}
        />
      </div>
    </Panel>
  );
};
