import 'uplot/dist/uPlot.min.css';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import uPlot from 'uplot';

interface PlotProps {
  /** The name of the plotted amounts. */
  readonly label: string;
  /** The amount shown beside the label, such as the sum of the bars. */
  readonly figure: ReactNode;
  /** Shown after the label. */
  readonly note?: string;
  /** The names below the bars, one for each value: days, or numbers of settlements. */
  readonly names: readonly string[];
  readonly values: readonly number[];
  /** The CSS custom property with the bars' colour, such as `--bar-captured`. */
  readonly colour: string;
  /** Turns a value into the text at the axis. */
  readonly text: (value: number) => string;
}

const height = 104;
const axisWidth = 58;
/** A bar's width: 0.7 of the space for one value, and at most 26 pixels. */
const barSize: [number, number] = [0.7, 26];
/**
 * The steps between two ticks of an axis, in whole minor units: 1, 2, 5, 10, 20 and so on. Smaller
 * steps would round to the same label twice.
 */
const steps = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power));

/**
 * Returns a number that changes when the page's colours change. A canvas does not follow CSS, so
 * the plot must then be drawn again.
 */
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

/**
 * Resolves a CSS custom property to a colour such as `rgb(12, 34, 56)`, because a canvas cannot use
 * the property.
 */
const colourOf = (element: HTMLElement, property: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

const bars = uPlot.paths.bars?.({ size: barSize });

type Drawn = Pick<PlotProps, 'names' | 'values' | 'colour' | 'text'>;

const axesOf = (element: HTMLElement, { names, text }: Drawn): uPlot.Axis[] => {
  const axis = {
    stroke: colourOf(element, '--ink-soft'),
    font: '11px Inter Variable, sans-serif',
    ticks: { show: false },
  };
  return [
    {
      ...axis,
      size: 22,
      gap: 4,
      grid: { show: false },
      values: (_plot, at) => at.map((index) => names[index] ?? ''),
      incrs: [1, 5, 10, 15, 30, 60],
      space: 52,
    },
    {
      ...axis,
      size: axisWidth,
      gap: 4,
      grid: { stroke: colourOf(element, '--line'), width: 1 },
      incrs: steps.flat(),
      space: 30,
      values: (_plot, at) => at.map((value) => text(Math.round(value))),
    },
  ];
};

const optionsOf = (element: HTMLElement, drawn: Drawn): uPlot.Options => ({
  width: Math.max(element.clientWidth, 120),
  height,
  padding: [8, 4, 0, 0],
  legend: { show: false },
  cursor: { show: false },
  scales: { x: { time: false, range: [-0.6, drawn.names.length - 0.4] }, y: { range: rangeOf } },
  axes: axesOf(element, drawn),
  series: [
    {},
    {
      fill: colourOf(element, drawn.colour),
      width: 0,
      points: { show: false },
      ...(bars && { paths: bars }),
    },
  ],
});

/**
 * The axis always includes 0. Otherwise the lengths of the bars would not be proportional to the
 * values.
 */
const rangeOf = (_plot: uPlot, least: number, most: number): [number, number] => [
  Math.min(0, least) * 1.08,
  Math.max(0, most) * 1.08,
];

const Bars = ({ names, values, colour, text }: Drawn) => {
  const place = useRef<HTMLDivElement>(null);
  const version = useColourVersion();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const data: uPlot.AlignedData = [names.map((_, at) => at), [...values]];
    const plot = new uPlot(optionsOf(element, { names, values, colour, text }), data, element);
    const resized = new ResizeObserver(() => {
      plot.setSize({ width: Math.max(element.clientWidth, 120), height });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [names, values, colour, text, version]);
  return <div ref={place} className="plot-place" aria-hidden="true" />;
};

/**
 * One series as bars, below its name and its sum. Each series has a separate plot and axis, so that
 * small amounts stay visible next to large ones, and no series is known by colour alone. Screen
 * readers get the numbers from `PlotFigures`.
 */
export const Plot = ({ label, figure, note, ...drawn }: PlotProps) => {
  const id = useId();
  const isEmpty = drawn.values.every((value) => value === 0);
  return (
    <figure className="plot" aria-labelledby={id} data-figure={label}>
      <figcaption id={id}>
        <span className="label">
          {label}
          {note !== undefined && <span className="note"> · {note}</span>}
        </span>
        <span className="value">{figure}</span>
      </figcaption>
      {isEmpty ? <p className="plot-empty soft small">None</p> : <Bars {...drawn} />}
    </figure>
  );
};
