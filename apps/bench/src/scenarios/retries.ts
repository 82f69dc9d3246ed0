import type { Bench } from '../bench.js';
import type { CapturePlan } from '../load/load-job.js';
import { runLoad } from '../load/run-load.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import { SeededRandom } from '../random/seeded-random.js';
import type { Figures } from '../report/figures.js';
import { oneCaptureEach } from './capture-plans.js';
import { enoughRequests } from './expected-rate.js';
import { measureCaptures } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';

const defaultConnections = [64];
const knownKeys = 1_000;
const firstSecondsMax = 300;

const repeatsOf = (first: CapturePlan, count: number, random: SeededRandom): CapturePlan => {
  const keys = Int32Array.from({ length: count }, () => random.between(0, knownKeys - 1));
  return { ...first, orders: keys, keys, amounts: keys.map(() => partAmount) };
};

const atConnections = async (bench: Bench, connections: number): Promise<Figures> => {
  const { seconds, seed } = bench.options;
  const names = bench.names(`retries${connections}`);
  const count = await enoughRequests(bench, connections);
  await registerOverHttp(bench, { names, first: 0, count: knownKeys, total: orderTotal });
  const from = await bench.log?.end();
  const first = oneCaptureEach(names, { first: 0, count: knownKeys, amount: partAmount });
  const pacing = { kind: 'closed', seconds: firstSecondsMax } as const;
  const { statuses } = await runLoad(bench, { plan: first, connections: 64, pacing });
  const run = {
    scenario: 'retries',
    plan: repeatsOf(first, count, new SeededRandom(seed)),
    connections,
    pacing: { kind: 'closed', seconds } as const,
    earlier: { sent: [{ plan: first, statuses }], from },
  };
  return (await measureCaptures(bench, run)).figures;
};

/** Captures that were accepted before are sent again under their keys: the same answer, and nothing more in the log. */
export const retries = async (bench: Bench): Promise<Figures[]> => {
  const lines: Figures[] = [];
  for (const connections of bench.options.connections ?? defaultConnections) {
    lines.push(await atConnections(bench, connections));
  }
  return lines;
};
