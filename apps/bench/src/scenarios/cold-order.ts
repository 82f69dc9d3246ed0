import type { Bench } from '../bench.js';
import type { CapturePlan } from '../load/load-job.js';
import { runLoad } from '../load/run-load.js';
import { latencyOf } from '../measure/percentiles.js';
import type { Latency } from '../measure/percentiles.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import type { SentCaptures } from '../verify/expected-captures.js';
import { verdictText } from '../verify/verdict.js';
import { verifyRun } from '../verify/verify-run.js';
import { capturesOf } from './capture-plans.js';
import { drained } from './measure-captures.js';
import { largeTotal } from './order-amounts.js';
import type { Scenario } from './scenario.js';
import { warmUp } from './warm-up.js';

const orders = 10;
const events = 1_000;
/** Registered and authorised are the first two events. */
const capturesBefore = orders * (events - 2);
const secondsMax = 300;
const scenario = 'cold-order';

const section = (plan: CapturePlan, from: number, to: number): CapturePlan => ({
  ...plan,
  orders: plan.orders.subarray(from, to),
  keys: plan.keys.subarray(from, to),
  amounts: plan.amounts.subarray(from, to),
});

/** Sends a section of the plan and keeps what became of it. */
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
 * Orders of 1,000 events, captured the first time after the API was restarted and has worked on other orders: the whole
 * stream is read and folded. One request at a time; the second capture of each shows the difference.
 */
export const coldOrder: Scenario = async (bench) => {
  const { restart } = bench.target;
  if (restart === undefined) return [{ scenario, values: { 'not measured': 'not our system' } }];
  const names = bench.names('cold');
  const count = capturesBefore + 2 * orders;
  const plan = capturesOf(
    names,
    Int32Array.from({ length: count }, (_, i) => i % orders),
    () => 1,
  );
  bench.progress(`${scenario}: ${orders} orders of ${events} events`);
  await registerOverHttp(bench, { names, first: 0, count: orders, total: largeTotal });
  const from = await bench.log?.end();
  const sent: SentCaptures[] = [];
  await send(bench, { plan: section(plan, 0, capturesBefore), connections: 64 }, sent);
  await drained(bench);
  await restart('api');
  await warmUp(bench, scenario);
  const again = capturesBefore + orders;
  const first = await send(
    bench,
    { plan: section(plan, capturesBefore, again), connections: 1 },
    sent,
  );
  const second = await send(bench, { plan: section(plan, again, count), connections: 1 }, sent);
  const verdict = await verifyRun({ sent, from }, bench);
  const values = {
    events,
    'first p50 ms': first.p50,
    'first max ms': first.max,
    'second p50 ms': second.p50,
    checked: verdictText(verdict),
  };
  return [{ scenario, values, verdict }];
};
