import { useCallback, type ReactNode } from 'react';
import { useMoney } from '../money/currencies.js';
import { sumOf } from '../money/money.js';
import { Panel } from './panel.js';
import { Plot } from './plot.js';
import { Money, Said } from './values.js';

interface Series {
  readonly name: string;
  /** The CSS custom property with the bars' colour, such as `--bar-captured`. */
  readonly colour: string;
  /** The amounts in minor units, one for each bar. */
  readonly values: readonly number[];
  /** The amount shown above the bars. If absent, the sum of the bars is shown. */
  readonly figure?: number;
  readonly note?: string;
}

interface PlotsPanelProps {
  readonly store: string;
  readonly currency: string;
  /** One bar is one "day" or one "settlement". */
  readonly per: string;
  readonly aside: ReactNode;
  /** The names below the bars, one for each bar. */
  readonly names: readonly string[];
  /** The names of the rows in the table below the plots. A table has room for longer names. */
  readonly rowNames: readonly string[];
  readonly series: readonly Series[];
}

/** Shows a store's amounts in one currency: a plot for each series, and a table with all values. */
export const PlotsPanel = (props: PlotsPanelProps) => {
  const { store, currency, per, aside, names, rowNames, series } = props;
  const { amount, short } = useMoney();
  const axisText = useCallback((value: number) => short(value, currency), [short, currency]);
  return (
    <Panel
      title={
        <>
          <Said text={store} /> · {currency}
        </>
      }
      aside={<span className="soft small">{aside}</span>}
    >
      <div className="plots">
        {series.map(({ name, colour, values, figure = sumOf(values), note }) => (
          <Plot
            key={name}
            label={name}
            figure={<Money minor={figure} currency={currency} />}
            {...(note !== undefined && { note })}
            names={names}
            values={values}
            colour={colour}
            text={axisText}
          />
        ))}
      </div>
      <PlotFigures
        label={`Figures by ${per}, in ${currency}`}
        names={rowNames}
        series={series}
        text={(value) => amount(value, currency)}
      />
    </Panel>
  );
};

interface PlotFiguresProps {
  /** The heading of the table, such as "Figures by day, in SEK". */
  readonly label: string;
  readonly names: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly text: (value: number) => string;
}

/** The plotted values as a table, for users who cannot see the bars. */
const PlotFigures = ({ label, names, series, text }: PlotFiguresProps) => (
  <details className="plot-figures">
    <summary>{label}</summary>
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="figures-table">
        <thead>
          <tr>
            <td />
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, at) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {series.map((one) => (
                <td key={one.name}>{text(one.values[at] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
