import { useMemo } from 'react';
import type { Settlement } from '../../api/types.js';
import { useMoney } from '../../money/currencies.js';
import { Panel } from '../../ui/panel.js';
import { Plot, type PlotSeries } from '../../ui/plot.js';

const keyOf = ({ store, currency }: Settlement): string => `${store} · ${currency}`;

/** The settlements of the page as bars, for each store and currency that has more than one. */
export const PeriodPlots = ({ settlements }: { settlements: readonly Settlement[] }) => {
  const stated = settlements.filter(({ total }) => total !== undefined);
  const names = [...new Set(stated.map(keyOf))];
  const groups = names.map((name) => stated.filter((one) => keyOf(one) === name));
  const shown = groups.filter((group) => group.length > 1);
  return (
    <div className="columns">
      {shown.map((group) => (
        <PeriodPlot key={group[0]?.settlementId} settlements={group} />
      ))}
    </div>
  );
};

interface PeriodPlotProps {
  /** Of one store and currency, the newest first. */
  readonly settlements: readonly Settlement[];
}

const seriesOf = (settlements: readonly Settlement[]): readonly PlotSeries[] => [
  {
    name: 'Captured',
    colour: '--bar-captured',
    values: settlements.map(({ captured = 0 }) => captured),
  },
  {
    name: 'Refunded',
    colour: '--bar-cancelled',
    values: settlements.map(({ refunded = 0 }) => refunded),
  },
];

const PeriodPlot = ({ settlements }: PeriodPlotProps) => {
  const { amount } = useMoney();
  const [first] = settlements;
  const currency = first?.currency ?? '';
  const inOrder = useMemo(() => settlements.toReversed(), [settlements]);
  const names = useMemo(() => inOrder.map(({ number }) => `no. ${number}`), [inOrder]);
  const series = useMemo(() => seriesOf(inOrder), [inOrder]);
  return (
    <Panel title={first === undefined ? '' : keyOf(first)}>
      <Plot
        label={`By settlement, in ${currency}`}
        names={names}
        series={series}
        text={(value) => amount(value, currency)}
      />
    </Panel>
  );
};
