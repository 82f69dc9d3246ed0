import { useCallback, useMemo } from 'react';
import type { Settlement } from '../../api/types.js';
import { useMoney } from '../../money/currencies.js';
import { Money } from '../../ui/money.js';
import { Panel } from '../../ui/panel.js';
import { Plot } from '../../ui/plot.js';
import { PlotFigures } from '../../ui/plot-figures.js';
import { Said } from '../../ui/said.js';

const keyOf = ({ store, currency }: Settlement): string => `${store} ${currency}`;

/** The settlements of the page as bars, for each store and currency that has more than one. */
export const PeriodPlots = ({ settlements }: { settlements: readonly Settlement[] }) => {
  const stated = settlements.filter(({ total }) => total !== undefined);
  const names = [...new Set(stated.map(keyOf))];
  const groups = names.map((name) => stated.filter((one) => keyOf(one) === name));
  const shown = groups.filter((group) => group.length > 1);
  return shown.map((group) => (
    <PeriodPlot key={group[0]?.settlementId} settlements={group.toReversed()} />
  ));
};

/** Totals are no series: one below zero is carried into the next and would count twice. */
const series = [
  { of: 'captured', name: 'Captured', colour: '--bar-captured' },
  { of: 'refunded', name: 'Refunded', colour: '--bar-cancelled' },
] as const;

interface PeriodPlotProps {
  /** Of one store and currency, the oldest first. */
  readonly settlements: readonly Settlement[];
}

const PeriodPlot = ({ settlements }: PeriodPlotProps) => {
  const { amount, short } = useMoney();
  const { store = '', currency = '' } = settlements[0] ?? {};
  const text = useCallback((value: number) => short(value, currency), [short, currency]);
  const names = useMemo(() => settlements.map(({ number }) => String(number)), [settlements]);
  const plots = useMemo(
    () =>
      series.map(({ of, ...look }) => ({
        ...look,
        values: settlements.map((one) => one[of] ?? 0),
      })),
    [settlements],
  );
  return (
    <Panel
      title={
        <>
          <Said text={store} /> · {currency}, by settlement
        </>
      }
    >
      <div className="plots">
        {plots.map(({ name, colour, values }) => (
          <Plot
            key={name}
            label={name}
            figure={<Money minor={sumOf(values)} currency={currency} />}
            names={names}
            values={values}
            colour={colour}
            text={text}
          />
        ))}
      </div>
      <PlotFigures
        label={`Figures by settlement, in ${currency}`}
        names={settlements.map(({ number, endDate }) => `no. ${number}, ${endDate}`)}
        series={plots}
        text={(value) => amount(value, currency)}
      />
    </Panel>
  );
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
