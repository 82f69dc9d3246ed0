import { isFigures } from './figures.js';
import type { Figures, Findings, Line } from './figures.js';
import { table } from './table.js';
import { verdictText } from '../verify/verdict.js';

const rateText = (rate: number): string => rate.toFixed(rate < 100 ? 1 : 0);
const msText = (ms: number): string => ms.toFixed(ms < 100 ? 1 : 0);

const head = ['scenario', 'at', 'rate/s', 'ratio', 'p50', 'p95', 'p99', 'p99.9', 'max', 'checked'];

const loadRow = (figures: Figures): string[] => {
  const { scenario, connections, offeredPerSecond, rate, ratioToRaw, latencyMs, verdict } = figures;
  const { p50, p95, p99, p999, max } = latencyMs;
  return [
    scenario,
    offeredPerSecond === undefined ? String(connections) : `${rateText(offeredPerSecond)}/s`,
    rateText(rate),
    ratioToRaw?.toFixed(2) ?? '',
    ...[p50, p95, p99, p999, max].map(msText),
    verdict === undefined ? '' : verdictText(verdict),
  ];
};

const partsOf = (figures: readonly Figures[]): string[] => [
  ...new Set(figures.flatMap(({ costs }) => Object.keys(costs))),
];

const costTable = (figures: readonly Figures[]): string => {
  const parts = partsOf(figures);
  const row = ({ scenario, connections, costs }: Figures): string[] => [
    scenario,
    String(connections),
    ...parts.map((part) => {
      const cost = costs[part];
      return cost === undefined
        ? ''
        : `${cost.cpuPer1000.toFixed(3)} / ${cost.memoryMb.toFixed(0)}`;
    }),
  ];
  return table([['scenario', 'at', ...parts], ...figures.map(row)]);
};

const notes = (figures: Figures): string[] => {
  const { scenario, connections, outcomes, lagMs, drainSeconds, verdict } = figures;
  const others = Object.entries(outcomes).filter(([what]) => !['202', 'appended'].includes(what));
  const name = `${scenario} at ${connections}`;
  return [
    ...(others.length === 0
      ? []
      : [`${name}: ${others.map(([what, count]) => `${count} x ${what}`).join(', ')}`]),
    ...(lagMs === undefined
      ? []
      : [`${name}: projection lag p50 ${msText(lagMs.p50)} ms, p99 ${msText(lagMs.p99)} ms`]),
    ...(drainSeconds === undefined || drainSeconds < 1
      ? []
      : [`${name}: the projection took ${drainSeconds.toFixed(1)} s more`]),
    ...(verdict?.problems.map((problem) => `${name}: ${problem}`) ?? []),
  ];
};

const findingsLine = ({ scenario, values }: Findings): string => {
  const entries = Object.entries(values).map(([name, value]) =>
    typeof value === 'number' ? `${name} ${Number(value.toFixed(1))}` : `${name} ${value}`,
  );
  return `${scenario}: ${entries.join(', ')}`;
};

/** The report for people: times in milliseconds; costs as CPU seconds for 1,000 requests / MB. */
export const formatReport = (lines: readonly Line[]): string => {
  const figures = lines.filter(isFigures);
  const findings = lines.filter((line) => !isFigures(line)) as Findings[];
  const sections = [
    ...(figures.length === 0
      ? []
      : [
          table([head, ...figures.map(loadRow)]),
          `CPU seconds for 1,000 requests / memory in MB\n${costTable(figures)}`,
        ]),
    [...figures.flatMap(notes), ...findings.map(findingsLine)].join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
};
