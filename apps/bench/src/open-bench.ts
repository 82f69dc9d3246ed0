import type { BenchOptions } from './bench-options.js';
import type { Bench } from './bench.js';
import type { LoadJob, LoadResult, OrderNames } from './load/load-job.js';
import { orderIdIn } from './load/planned-requests.js';
import { runLoad } from './load/run-load.js';
import { registerOverHttp } from './prepare/register-over-http.js';
import { RawCeiling } from './raw/raw-ceiling.js';
import { oneCaptureEach } from './scenarios/capture-plans.js';
import { orderTotal, partAmount } from './scenarios/order-amounts.js';
import { ChildTask } from './system/child-task.js';
import { fetchOrderNamespace, fetchToken } from './system/ledger-api.js';
import type { Target } from './system/target.js';
import { LogReader } from './verify/log-reader.js';
import { ReadModel } from './verify/read-model.js';

export interface OpenBench {
  readonly bench: Bench;
  readonly close: () => Promise<void>;
}

const store = 'demo-se';
const rawSecondsMax = 5;

/** Order numbers of this run begin so, that a system measured before has none of them yet. */
const runPrefix = (): string => `bench-${Date.now().toString(36)}`;

const generator = (): ChildTask<LoadJob, LoadResult> =>
  new ChildTask(new URL('./load/generator.js', import.meta.url));

/** A capture is made and read back, so that the raw appends carry what the ledger writes. */
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

/** Connects to all that the scenarios need of the target. */
export const openBench = async (
  target: Target,
  options: BenchOptions,
  progress: (text: string) => void,
): Promise<OpenBench> => {
  const prefix = runPrefix();
  const { eventStoreUrl, databaseUrl } = target;
  const log = eventStoreUrl === undefined ? undefined : new LogReader(eventStoreUrl);
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
