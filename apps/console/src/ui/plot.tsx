import 'uplot/dist/uPlot.min.css';
import { useEffect, useId, useRef, useState } from 'react';
import uPlot from 'uplot';

export interface PlotSeries {
  readonly name: string;
  /** A custom property of the design: `--bar-captured`. */
  readonly colour: string;
  readonly values: readonly number[];
}

interface PlotProps {
  /** Says what is plotted and in which unit. */
  readonly label: string;
  /** Under the bars, one for each value: days, numbers. */
  readonly names: readonly string[];
  readonly series: readonly PlotSeries[];
  /** The text of a value, for the axis and the table. */
  readonly text: (value: number) => string;
}

const height = 150;
const axisWidth = 76;
/** Of the place that each name has, the part that its bars take together. */
const groupWidth = 0.7;

/** Changes whenever colours do: by the reader's choice, or by that of their system. */
const useColourVersion = (): number => {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = (): void => setVersion((before) => before + 1);
    const chosen = new MutationObserver(changed);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', changed);
    return () => {
      chosen.disconnect();
      system.removeEventListener('change', changed);
    };
  }, []);
  return version;
};

/** A colour of the design as a canvas can have it. */
const colourOf = (element: HTMLElement, property: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

const bars = uPlot.paths.bars?.({ size: [0.9, 26] });

/**
 * The bars of a name stand beside each other: each series has places of its own between the whole
 * numbers, and nothing at those of the others.
 */
const groupedData = ({ names, series }: Pick<PlotProps, 'names' | 'series'>): uPlot.AlignedData => {
  const step = groupWidth / series.length;
  const offset = (series.length - 1) / 2;
  const places = names.flatMap((_, at) => series.map((__, index) => at + (index - offset) * step));
  const values = series.map((one, index) =>
    places.map((_, place) =>
      place % series.length === index
        ? (one.values[Math.floor(place / series.length)] ?? null)
        : null,
    ),
  );
  return [places, ...values];
};

const optionsOf = (element: HTMLElement, { names, series, text }: PlotProps): uPlot.Options => {
  const colour = (property: string): string => colourOf(element, property);
  const axis = { stroke: colour('--ink-soft'), font: '11px Inter Variable, sans-serif' };
  const line = { stroke: colour('--line'), width: 1 };
  return {
    width: Math.max(element.clientWidth, 200),
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.6, names.length - 0.4] }, y: { range: rangeOf } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { show: false },
        values: (_plot, at) => at.map((index) => names[index] ?? ''),
        incrs: [1, 5, 7, 10, 30],
        space: 60,
      },
      {
        ...axis,
        size: axisWidth,
        grid: line,
        ticks: { show: false },
        space: 34,
        values: (_plot, at) => at.map((value) => text(Math.round(value))),
      },
    ],
    series: [
      {},
      ...series.map(({ name, colour: property }) => ({
        label: name,
        fill: colour(property),
        width: 0,
        points: { show: false },
        ...(bars && { paths: bars }),
      })),
    ],
  };
};

/** From 0, so that the bars have the length of what they stand for. */
const rangeOf = (_plot: uPlot, least: number, most: number): [number, number] => [
  Math.min(0, least) * 1.08,
  Math.max(0, most) * 1.08 || 1,
];

/** Bars; the same figures stand in a table for everybody who does not see them. */
export const Plot = (props: PlotProps) => {
  const { label, names, series } = props;
  const place = useRef<HTMLDivElement>(null);
  const version = useColourVersion();
  const id = useId();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const plot = new uPlot(optionsOf(element, props), groupedData(props), element);
    const resized = new ResizeObserver(() => {
      plot.setSize({ width: Math.max(element.clientWidth, 200), height });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [props, names, series, version]);
  return (
    <figure className="plot" aria-labelledby={id}>
      <figcaption id={id} className="plot-label">
        <span className="soft small">{label}</span>
        <Keys series={series} />
      </figcaption>
      <div ref={place} className="plot-place" aria-hidden="true" />
      <Figures {...props} />
    </figure>
  );
};

const Keys = ({ series }: Pick<PlotProps, 'series'>) => (
  <span className="plot-keys">
    {series.map(({ name, colour }) => (
      <span key={name} className="plot-key">
        <span className="key" style={{ background: `var(${colour})` }} aria-hidden="true" /> {name}
      </span>
    ))}
  </span>
);

const Figures = ({ label, names, series, text }: PlotProps) => (
  <details className="plot-figures">
    <summary>Figures</summary>
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col" />
            {series.map(({ name }) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, at) => (
            <tr key={name}>
              <td className="fixed">{name}</td>
              {series.map((one) => (
                <td key={one.name} className="number">
                  {text(one.values[at] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
