import type { Latency } from '../measure/latency.js';
import type { Usage } from '../measure/usage.js';
import { type RunVerdict, verdictText } from '../verify/verify-run.js';

interface ProcessCost {
  /** CPU seconds for 1,000 requests. */
  readonly cpuPer1000: number;
  readonly memoryMb: number;
}

/** One line of the report: a scenario at one load. */
export interface LoadFigures {
  readonly scenario: string;
  readonly connections: number;
  /** Requests due per second in an open loop. */
  readonly offeredPerSecond?: number;
  readonly seconds: number;
  readonly requests: number;
  /** Accepted requests per second. */
  readonly rate: number;
  /**
   * The ratio to the appends per second of the official client alone, at the same concurrency in
   * the same run.
   */
  readonly ratioToRaw?: number;
  readonly latencyMs: Latency;
  /** Number of requests by status, or by error code where there was no answer. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly costs: Readonly<Record<string, ProcessCost>>;
  /** Seconds from the last answer until the projection showed everything. */
  readonly drainSeconds?: number;
  /** The time from an answer to its visibility in the read model. */
  readonly lagMs?: Latency;
  readonly verdict?: RunVerdict;
}

/** A line of the report with named numbers instead of load figures. */
export interface NamedFigures {
  readonly scenario: string;
  readonly values: Readonly<Record<string, number | string>>;
  readonly verdict?: RunVerdict;
  /** A check other than that of the captures found a difference. */
  readonly isFaulty?: boolean;
}

export type ReportLine = LoadFigures | NamedFigures;

export const isLoadFigures = (line: ReportLine): line is LoadFigures => 'latencyMs' in line;

interface GeneratorUsage {
  readonly latencies: { readonly length: number };
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

/** The costs of the processes and of the load generator for 1,000 requests. */
export const costsOf = (used: Usage, generator: GeneratorUsage): LoadFigures['costs'] => {
  const thousands = Math.max(1, generator.latencies.length) / 1_000;
  return Object.fromEntries(
    Object.entries({ ...used, generator }).map(([part, { cpuSeconds, memoryMb }]) => [
      part,
      { cpuPer1000: cpuSeconds / thousands, memoryMb },
    ]),
  );
};

const rateText = (rate: number): string => rate.toFixed(rate < 100 ? 1 : 0);
const msText = (ms: number): string => ms.toFixed(ms < 100 ? 1 : 0);

const head = ['scenario', 'at', 'rate/s', 'ratio', 'p50', 'p95', 'p99', 'p99.9', 'max', 'checked'];

const loadRow = (figures: LoadFigures): string[] => {
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

const partsOf = (figures: readonly LoadFigures[]): string[] => [
  ...new Set(figures.flatMap(({ costs }) => Object.keys(costs))),
];

const costTable = (figures: readonly LoadFigures[]): string => {
  const parts = partsOf(figures);
  const row = ({ scenario, connections, costs }: LoadFigures): string[] => [
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

const notes = (figures: LoadFigures): string[] => {
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

const findingsLine = ({ scenario, values }: NamedFigures): string => {
  const entries = Object.entries(values).map(([name, value]) =>
    typeof value === 'number' ? `${name} ${Number(value.toFixed(1))}` : `${name} ${value}`,
  );
  return `${scenario}: ${entries.join(', ')}`;
};

/** The report for people: times in milliseconds; costs as CPU seconds for 1,000 requests / MB. */
export const formatReport = (lines: readonly ReportLine[]): string => {
  const figures = lines.filter(isLoadFigures);
  const findings = lines.filter((line) => !isLoadFigures(line)) as NamedFigures[];
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

/** Columns of equal width; the first is flush left, the others right. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
};
