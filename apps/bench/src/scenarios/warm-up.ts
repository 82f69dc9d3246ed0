import type { Bench } from '../bench.js';
import { registerOverHttp, runLoad } from '../load/run-load.js';
import { drained, oneCaptureEach, orderTotal, partAmount } from './measure-captures.js';

const captures = 1_000;
const connections = 64;
const secondsMax = 60;

/**
 * An API that was restarted or idle answers its first requests slowly. So it works on other orders
 * first.
 */
export const warmUp = async (bench: Bench, scenario: string): Promise<void> => {
  const names = bench.names(`${scenario}-warm`);
  const count = Math.min(captures, bench.options.requestsMax);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  const plan = oneCaptureEach(names, { first: 0, count, amount: partAmount });
  await runLoad(bench, { plan, connections, pacing: { kind: 'closed', seconds: secondsMax } });
  await drained(bench);
};

const roundsMax = 3;
const roundSeconds = 2;
const probeOrders = 600;
/** Code is faster later than in this short run, when more of it is compiled. */
const reserve = 2;

const probe = async (bench: Bench, connections: number): Promise<number> => {
  let rate = 0;
  for (let round = 0; round < roundsMax; round += 1) {
    const names = bench.names(`warm${connections}.${round}`);
    const count = Math.min(bench.options.requestsMax, Math.max(probeOrders, Math.ceil(rate)));
    await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
    const plan = oneCaptureEach(names, { first: 0, count, amount: partAmount });
    const pacing = { kind: 'closed', seconds: roundSeconds } as const;
    const { statuses, elapsedSeconds } = await runLoad(bench, { plan, connections, pacing });
    rate = Math.max(rate, statuses.length / elapsedSeconds);
  }
  return rate;
};

/**
 * An estimate of the captures of distinct orders per second, from a short run that also warms up
 * the system.
 */
export const expectedRate = async (bench: Bench, connections: number): Promise<number> => {
  const rate = bench.rates.get(connections) ?? (await probe(bench, connections));
  bench.rates.set(connections, rate);
  return rate;
};

/** The number of requests to plan for a closed loop, so that the time ends before the plan. */
export const enoughRequests = async (bench: Bench, connections: number): Promise<number> => {
  const { seconds, requestsMax } = bench.options;
  const rate = await expectedRate(bench, connections);
  return Math.min(requestsMax, Math.ceil(rate * seconds * reserve) + connections);
};
