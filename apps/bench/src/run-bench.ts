import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import type { BenchOptions, ScenarioName } from './bench-options.js';
import type { Bench, Scenario } from './bench.js';
import type { LoadJob, LoadResult, OrderNames } from './load/load-job.js';
import { orderIdIn } from './load/planned-requests.js';
import { registerOverHttp, runLoad } from './load/run-load.js';
import { RawCeiling } from './raw/raw-ceiling.js';
import { isLoadFigures, type ReportLine, formatReport } from './report/report.js';
import { bulk } from './scenarios/bulk.js';
import { card } from './scenarios/card.js';
import { distinct, hot, retries, zipfOrders } from './scenarios/closed-loop.js';
import { at10k, at1m, coldOrder } from './scenarios/cold-orders.js';
import { oneCaptureEach, orderTotal, partAmount } from './scenarios/measure-captures.js';
import { load70, overload } from './scenarios/open-loop.js';
import { rebuild } from './scenarios/rebuild.js';
import { ChildTask } from './system/child-task.js';
import { fetchOrderNamespace, fetchToken, openTarget } from './system/open-target.js';
import type { Target } from './system/target.js';
import { CaptureLog, ReadModel } from './verify/witnesses.js';
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const measure = async (target: Target, options: BenchOptions): Promise<ReportLine[]> => {
  const { bench, close } = await openBench(target, options, say);
  try {
    for (const name of options.scenarios) bench.lines.push(...(await scenarios[name](bench)));
    return [...((await bench.raw?.figures()) ?? []), ...bench.lines];
  } finally {
    await close();
  }
};

const report = (lines: readonly ReportLine[], options: BenchOptions, startedAt: Date): void => {
  const { seconds, seed, scenarios: names } = options;
  const machine = { processors: cpus().length, model: cpus()[0]?.model, node: process.version };
  const content = { startedAt, machine, options: { seconds, seed, scenarios: names }, lines };
  const files = writeJson(content, startedAt, options.json);
  process.stdout.write(`\n${formatReport(lines)}\nFigures: ${files.join(', ')}\n`);
};

const isSound = (line: ReportLine): boolean =>
  (line.verdict?.problems.length ?? 0) === 0 && (isLoadFigures(line) || line.isFaulty !== true);

/**
 * If the bench has started the measured system, a signal that stops the bench also stops that
 * system.
 */
const stopWhenAsked = (target: Target): void => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      say('Stopping.');
      void target.stop().finally(() => process.exit(1));
    });
  }
};

/**
 * Runs the bench and returns its exit code. The code is 1 if a check failed, for example because an
 * accepted capture is missing in the log. Throws if a scenario cannot be measured.
 */
export const runBench = async (options: BenchOptions): Promise<0 | 1> => {
  const startedAt = new Date();
  const target = await openTarget(options);
  stopWhenAsked(target);
  try {
    const lines = await measure(target, options);
    report(lines, options, startedAt);
    return lines.every(isSound) ? 0 : 1;
  } finally {
    await target.stop();
  }
};

interface OpenBench {
  readonly bench: Bench;
  readonly close: () => Promise<void>;
}

const store = 'demo-se';
const rawSecondsMax = 5;

/**
 * The prefix of all order numbers of this run. The current time in it makes it different from the
 * prefix of every earlier run on the system.
 */
const runPrefix = (): string => `bench-${Date.now().toString(36)}`;

const generator = (): ChildTask<LoadJob, LoadResult> =>
  new ChildTask(new URL('./load/generator.js', import.meta.url));

/**
 * Prepares the measurement of the raw ceiling: the rate at which the official client alone can
 * append events. Makes one capture and reads its event from the log, so that the appended events
 * have the same size as those of the ledger.
 */
const rawCeiling = async (bench: Bench, streamPrefix: string): Promise<RawCeiling | undefined> => {
  const { log, target, options } = bench;
  const { eventStoreUrl } = target;
  if (log === undefined || eventStoreUrl === undefined) return undefined;
  const names = bench.names('sample');
  await registerOverHttp(bench, { names, first: 0, count: 1, total: orderTotal });
  const plan = oneCaptureEach(names, { first: 0, count: 1, amount: partAmount });
  await runLoad(bench, { plan, connections: 1, pacing: { kind: 'closed', seconds: 10 } });
  const { type, data, metadata } = await log.captureEventOf(orderIdIn(names, 0));
  return new RawCeiling({
    target,
    eventStoreUrl,
    streamPrefix,
    event: { type, data: data as object, metadata: metadata as object },
    seconds: Math.min(rawSecondsMax, options.seconds),
    appendsMax: options.requestsMax,
  });
};

/** Connects to the target and makes the object with the tools that all scenarios use. */
const openBench = async (
  target: Target,
  options: BenchOptions,
  progress: (text: string) => void,
): Promise<OpenBench> => {
  const prefix = runPrefix();
  const { eventStoreUrl, databaseUrl } = target;
  const log = eventStoreUrl === undefined ? undefined : new CaptureLog(eventStoreUrl);
  const readModel = databaseUrl === undefined ? undefined : new ReadModel(databaseUrl);
  const load = generator();
  const close = async (): Promise<void> => {
    await Promise.all([load.stop(), log?.close(), readModel?.close()]);
  };
  try {
    const token = await fetchToken(target);
    const namespace = await fetchOrderNamespace(target, token);
    const names = (scenario: string): OrderNames => ({
      ...{ store, namespace },
      prefix: `${prefix}-${scenario}-`,
    });
    const known = { rates: new Map<number, number>(), lines: [] };
    const connected = { options, target, token, log, readModel, names, progress };
    const bench: Bench = { ...connected, ...known, generator: load, raw: undefined };
    return { bench: { ...bench, raw: await rawCeiling(bench, `${prefix}-raw-`) }, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const folder = 'bench-results';

/**
 * Writes the figures to a new file in the folder `bench-results/` of the working directory, and
 * also to `file` if it is given. Returns the paths of the files.
 */
const writeJson = (content: object, startedAt: Date, file: string | undefined): string[] => {
  const name = `${startedAt.toISOString().replace(/[:.]/g, '-')}.json`;
  const paths = [join(folder, name), ...(file === undefined ? [] : [file])];
  const text = `${JSON.stringify(content, undefined, 2)}\n`;
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return paths;
};

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  distinct,
  hot,
  zipf: zipfOrders,
  retries,
  'load-70': load70,
  overload,
  bulk,
  card,
  'at-10k': at10k,
  'cold-order': coldOrder,
  rebuild,
  'at-1m': at1m,
};
