import type { Latency } from '../measure/latency.js';
import type { Usage } from '../measure/usage.js';
import { type RunVerdict, verdictText } from '../verify/verify-run.js';

interface ProcessCost {
  /** The CPU seconds that the process used for 1,000 requests. */
  readonly cpuPer1000: number;
  readonly memoryMb: number;
}

/**
 * One line of the report: what a scenario measured under one load, for example with 64 connections.
 */
export interface LoadFigures {
  readonly scenario: string;
  readonly connections: number;
  /**
   * The number of requests per second that the schedule of an open loop sets; missing in a closed
   * loop.
   */
  readonly offeredPerSecond?: number;
  readonly seconds: number;
  readonly requests: number;
  /** The accepted requests per second. */
  readonly rate: number;
  /**
   * The accepted requests per second, divided by the rate at which the official client alone
   * appends events to the same event store. Both rates are measured in the same run with the same
   * number of connections.
   */
  readonly ratioToRaw?: number;
  readonly latencyMs: Latency;
  /** The number of requests by HTTP status, or by error code if there was no answer. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly costs: Readonly<Record<string, ProcessCost>>;
  /** The seconds from the last answer until the read models showed all captures. */
  readonly drainSeconds?: number;
  /** The milliseconds from the answer of a capture until the read models showed it. */
  readonly lagMs?: Latency;
  readonly verdict?: RunVerdict;
}

/**
 * The result of a scenario whose figures do not fit into `LoadFigures`. Each figure has a name, for
 * example `CPU ratio`.
 */
export interface NamedFigures {
  readonly scenario: string;
  readonly values: Readonly<Record<string, number | string>>;
  readonly verdict?: RunVerdict;
  /**
   * True if the scenario found an error in the measured system, for example a rebuild that changed
   * the read models.
   */
  readonly isFaulty?: boolean;
}

export type ReportLine = LoadFigures | NamedFigures;

export const isLoadFigures = (line: ReportLine): line is LoadFigures => 'latencyMs' in line;

interface GeneratorUsage {
  readonly latencies: { readonly length: number };
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}

/** The CPU time per 1,000 requests, and the memory, of each process and of the load generator. */
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

/**
 * The report as text. Latencies are milliseconds. A cost such as `0.167 / 250` means 0.167 CPU
 * seconds for 1,000 requests, and 250 MB of memory.
 */
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

/** Formats a table: the first column is aligned left, the others right. */
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
