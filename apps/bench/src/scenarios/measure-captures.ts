import type { Bench } from '../bench.js';
import {
  type CapturePlan,
  type LoadJob,
  type LoadResult,
  notSent,
  type OrderNames,
} from '../load/load-job.js';
import { runLoad } from '../load/run-load.js';
import { latencyOf } from '../measure/latency.js';
import { usage, usedBetween } from '../measure/usage.js';
import { costsOf, type LoadFigures } from '../report/report.js';
import { type CheckedRun, verifyRun } from '../verify/verify-run.js';

const accepted = 202;

interface CaptureRun {
  readonly scenario: string;
  readonly plan: CapturePlan;
  readonly connections: number;
  readonly pacing: LoadJob['pacing'];
  /**
   * The captures that were sent for the same orders before this run. The check after the run finds
   * them in the log too, so it has to expect them.
   */
  readonly earlier?: CheckedRun;
  readonly sampleEvery?: number;
}

export interface MeasuredRun {
  readonly figures: LoadFigures;
  readonly result: LoadResult;
}

/**
 * Waits until the read models show the whole log. Returns how many seconds that took; undefined if
 * the bench has no access to the log or to the read models.
 */
export const untilDrained = async ({ log, readModel }: Bench): Promise<number | undefined> =>
  log && readModel && readModel.reached(await log.lastLedgerPosition());

/**
 * Sends the captures, measures them, and then checks each capture. The projection is idle when the
 * measurement begins. CPU time counts until the projection has caught up again, because the work of
 * the projection is part of the cost of the captures.
 */
export const measureCaptures = async (bench: Bench, run: CaptureRun): Promise<MeasuredRun> => {
  const { scenario, plan, connections, pacing, earlier, sampleEvery = 0 } = run;
  const raw = pacing.kind === 'closed' ? await bench.raw?.at(connections) : undefined;
  await untilDrained(bench);
  const from = earlier === undefined ? await bench.log?.end() : earlier.from;
  bench.progress(`${scenario}, ${connections} connections`);
  const before = usage(bench.target.pids());
  const result = await runLoad(bench, { plan, connections, pacing, sampleEvery });
  const drainSeconds = await untilDrained(bench);
  const used = usedBetween(before, usage(bench.target.pids()));
  const { statuses } = result;
  const sent = [...(earlier?.sent ?? []), { plan, statuses }];
  const verdict = await verifyRun({ sent, from }, bench);
  const rate = statuses.filter((status) => status === accepted).length / result.elapsedSeconds;
  const figures: LoadFigures = {
    scenario,
    connections,
    ...(pacing.kind === 'open' && { offeredPerSecond: pacing.perSecond }),
    seconds: result.elapsedSeconds,
    requests: statuses.length,
    rate,
    ...(raw && { ratioToRaw: rate / raw.rate }),
    latencyMs: latencyOf(acceptedOf(result)),
    outcomes: outcomesOf(result),
    costs: costsOf(used, result),
    ...(drainSeconds !== undefined && { drainSeconds }),
    verdict,
  };
  return { figures, result };
};

/**
 * The latencies of accepted captures. Refusals are quick and would make the percentiles look better
 * than they are.
 */
const acceptedOf = ({ latencies, statuses }: LoadResult): Float64Array =>
  latencies.filter((_latency, index) => statuses[index] === accepted);

const outcomesOf = ({ statuses, faults }: LoadResult): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const status of statuses) {
    if (status > 99) counts[status] = (counts[status] ?? 0) + 1;
  }
  return { ...counts, ...faults, ...unsent(statuses) };
};

const unsent = (statuses: Uint16Array): Record<string, number> => {
  const count = statuses.filter((status) => status === notSent).length;
  return count === 0 ? {} : { unsent: count };
};

/**
 * A plan of one capture for each of `count` orders, beginning with order `first`. All captures have
 * the same amount.
 */
export const oneCaptureEach = (
  names: OrderNames,
  { first, count, amount }: { first: number; count: number; amount: number },
): CapturePlan => {
  const orders = Int32Array.from({ length: count }, (_, index) => first + index);
  return { kind: 'captures', names, orders, keys: orders, amounts: orders.map(() => amount) };
};

/**
 * A plan of one capture for each entry of `orders`, in the order of the entries. Each capture has a
 * new idempotency key.
 */
export const capturesOf = (
  names: OrderNames,
  orders: Int32Array,
  amountOf: (index: number) => number,
): CapturePlan => ({
  kind: 'captures',
  names,
  orders,
  keys: orders.map((_, index) => index),
  amounts: orders.map((_, index) => amountOf(index)),
});

/**
 * The total of an order in minor units: 285.00, as in the examples of the API's contracts
 * (docs/contracts).
 */
export const orderTotal = 28_500;
/** The amount of a capture in minor units: 100.00. */
export const partAmount = 10_000;
/**
 * The total of an order for scenarios that capture the same order again and again: 10,000,000.00 in
 * minor units. The total is so large that their small captures never use it up.
 */
export const largeTotal = 1_000_000_000;
