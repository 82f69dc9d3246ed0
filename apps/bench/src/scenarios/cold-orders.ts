import type { Bench, Scenario } from '../bench.js';
import type { CapturePlan } from '../load/load-job.js';
import { registerInTheLog, registerOverHttp, runLoad } from '../load/run-load.js';
import { type Latency, latencyOf } from '../measure/latency.js';
import { isLoadFigures, type LoadFigures, type ReportLine } from '../report/report.js';
import { type SentCaptures, verdictText, verifyRun } from '../verify/verify-run.js';
import {
  capturesOf,
  untilDrained,
  largeTotal,
  measureCaptures,
  orderTotal,
  partAmount,
} from './measure-captures.js';
import { distinctBelow, SeededRandom } from './seeded-random.js';
import { warmUp } from './warm-up.js';

const coldOrders = 10;
const eventsOfOrder = 1_000;
/**
 * After this number of captures in total, each order has 1,000 events: its registration, its
 * authorisation, and 998 captures.
 */
const capturesBefore = coldOrders * (eventsOfOrder - 2);
const secondsMax = 300;
const scenario = 'cold-order';

const section = (plan: CapturePlan, from: number, to: number): CapturePlan => ({
  ...plan,
  orders: plan.orders.subarray(from, to),
  keys: plan.keys.subarray(from, to),
  amounts: plan.amounts.subarray(from, to),
});

/**
 * Sends the captures of a plan and returns the percentiles of their latencies. Also adds the
 * captures and the statuses of their answers to `sent`, for the later check.
 */
const send = async (
  bench: Bench,
  { plan, connections }: { plan: CapturePlan; connections: number },
  sent: SentCaptures[],
): Promise<Latency> => {
  const pacing = { kind: 'closed', seconds: secondsMax } as const;
  const { statuses, latencies } = await runLoad(bench, { plan, connections, pacing });
  sent.push({ plan, statuses });
  return latencyOf(latencies);
};

/**
 * Scenario: the first capture after a restart of the API, for orders with 1,000 events each. The
 * API has to read and fold the whole stream of the order. Requests are sent one at a time. A second
 * capture of each order shows the latency when the order is in memory already.
 */
export const coldOrder: Scenario = async (bench) => {
  const { restart } = bench.target;
  if (restart === undefined) return [{ scenario, values: { 'not measured': 'not our system' } }];
  const names = bench.names('cold');
  const count = capturesBefore + 2 * coldOrders;
  const plan = capturesOf(
    names,
    Int32Array.from({ length: count }, (_, i) => i % coldOrders),
    () => 1,
  );
  bench.progress(`${scenario}: ${coldOrders} orders of ${eventsOfOrder} events`);
  await registerOverHttp(bench, { names, first: 0, count: coldOrders, total: largeTotal });
  const from = await bench.log?.end();
  const sent: SentCaptures[] = [];
  await send(bench, { plan: section(plan, 0, capturesBefore), connections: 64 }, sent);
  await untilDrained(bench);
  await restart('api');
  await warmUp(bench, scenario);
  const again = capturesBefore + coldOrders;
  const first = await send(
    bench,
    { plan: section(plan, capturesBefore, again), connections: 1 },
    sent,
  );
  const second = await send(bench, { plan: section(plan, again, count), connections: 1 }, sent);
  const verdict = await verifyRun({ sent, from }, bench);
  const values = {
    events: eventsOfOrder,
    'first p50 ms': first.p50,
    'first max ms': first.max,
    'second p50 ms': second.p50,
    checked: verdictText(verdict),
  };
  return [{ scenario, values, verdict }];
};

const few = 10_000;
/**
 * Both scenarios, with 10,000 and with 1,000,000 registered orders, send the same number of
 * captures. Their results therefore differ only because of the number of orders.
 */
const capturesEach = few;
const many = 1_000_000;
const manyConnections = 64;
const fewName = 'at-10k';
const manyName = 'at-1m';

const atOrders = async (bench: Bench, scenario: string, size: number): Promise<LoadFigures> => {
  const names = bench.names(scenario);
  bench.progress(`${scenario}: registering ${size} orders`);
  await registerInTheLog(bench, { names, first: 0, count: size, total: orderTotal });
  bench.progress(`${scenario}: waiting for the projection`);
  await untilDrained(bench);
  await warmUp(bench, scenario);
  const random = new SeededRandom(bench.options.seed);
  const orders = distinctBelow(size, Math.min(capturesEach, bench.options.requestsMax), random);
  const plan = capturesOf(names, orders, () => partAmount);
  const pacing = { kind: 'closed', seconds: bench.options.seconds } as const;
  return (await measureCaptures(bench, { scenario, plan, connections: manyConnections, pacing }))
    .figures;
};

const cpuOf = ({ costs }: LoadFigures): number =>
  Object.entries(costs)
    .filter(([part]) => part !== 'generator')
    .reduce((sum, [, { cpuPer1000 }]) => sum + cpuPer1000, 0);

/** Scenario: one capture of each of 10,000 orders that the API does not have in memory. */
export const at10k: Scenario = async (bench) => [await atOrders(bench, fewName, few)];

/**
 * Scenario: 10,000 captures when 1,000,000 orders are registered. The CPU time of a capture is
 * compared with the scenario of 10,000 registered orders, to show that a capture does not get
 * slower as the ledger grows.
 */
export const at1m: Scenario = async (bench) => {
  const small = bench.lines.filter(isLoadFigures).find(({ scenario }) => scenario === fewName);
  const before = small ?? (await atOrders(bench, fewName, few));
  const large = await atOrders(bench, manyName, many);
  const cost: ReportLine = {
    scenario: 'cost of a capture at 1,000,000 orders to that at 10,000',
    values: { 'CPU ratio': (cpuOf(large) / cpuOf(before)).toFixed(2) },
  };
  return [...(small === undefined ? [before] : []), large, cost];
};
