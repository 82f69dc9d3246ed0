import { useMemo } from 'react';
import type { Settlement } from '../../api/types.js';
import { PlotsPanel } from '../../ui/plots.js';

const keyOf = ({ store, currency }: Settlement): string => `${store} ${currency}`;

/**
 * Plots the listed settlements as bars, one plot panel per store and currency. A single settlement
 * is not plotted.
 */
export const PeriodPlots = ({ settlements }: { settlements: readonly Settlement[] }) => {
  const stated = settlements.filter(({ total }) => total !== undefined);
  const names = [...new Set(stated.map(keyOf))];
  const groups = names.map((name) => stated.filter((one) => keyOf(one) === name));
  const shown = groups.filter((group) => group.length > 1);
  return shown.map((group) => (
    <PeriodPlot key={group[0]?.settlementId} settlements={group.toReversed()} />
  ));
};

/**
 * The plotted series. Totals are left out, because a total below zero is carried into the next
 * settlement and would be counted in both bars.
 */
const series = [
  { of: 'captured', name: 'Captured', colour: '--bar-captured' },
  { of: 'refunded', name: 'Refunded', colour: '--bar-cancelled' },
] as const;

interface PeriodPlotProps {
  /** The settlements of one store and currency, the oldest first. */
  readonly settlements: readonly Settlement[];
}

const PeriodPlot = ({ settlements }: PeriodPlotProps) => {
  const { store = '', currency = '' } = settlements[0] ?? {};
  const names = useMemo(() => settlements.map(({ number }) => String(number)), [settlements]);
  const plotted = useMemo(
    () =>
      series.map(({ of, ...look }) => ({
        ...look,
        values: settlements.map((one) => one[of] ?? 0),
      })),
    [settlements],
  );
  return (
    <PlotsPanel
      store={store}
      currency={currency}
      per="settlement"
      aside="by settlement"
      names={names}
      rowNames={settlements.map(({ number, endDate }) => `no. ${number}, ${endDate}`)}
      series={plotted}
    />
  );
};
