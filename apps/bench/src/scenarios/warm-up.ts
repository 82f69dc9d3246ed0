import type { Bench } from '../bench.js';
import { registerOverHttp, runLoad } from '../load/run-load.js';
import { untilDrained, oneCaptureEach, orderTotal, partAmount } from './measure-captures.js';

const captures = 1_000;
const connections = 64;
const secondsMax = 60;

/**
 * Sends captures before a measurement, because the API is slow for a while after a restart or a
 * pause. The captures are of separate orders, so the orders of the measurement stay untouched.
 */
export const warmUp = async (bench: Bench, scenario: string): Promise<void> => {
  const names = bench.names(`${scenario}-warm`);
  const count = Math.min(captures, bench.options.requestsMax);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  const plan = oneCaptureEach(names, { first: 0, count, amount: partAmount });
  await runLoad(bench, { plan, connections, pacing: { kind: 'closed', seconds: secondsMax } });
  await untilDrained(bench);
};

const roundsMax = 3;
const roundSeconds = 2;
const probeOrders = 600;
/**
 * The rate of a run is estimated by a short run before it. The run itself may be up to twice as
 * fast, because Node.js has compiled more of the code by then.
 */
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
 * Returns the expected number of captures per second, when each capture is of a different order.
 * The number comes from a scenario that measured it. Otherwise a short run estimates the number and
 * also warms up the system.
 */
export const expectedRate = async (bench: Bench, connections: number): Promise<number> => {
  const rate = bench.rates.get(connections) ?? (await probe(bench, connections));
  bench.rates.set(connections, rate);
  return rate;
};

/**
 * The number of requests to plan for a closed loop. The number is large enough that the requests do
 * not run out before the time of the loop ends.
 */
export const enoughRequests = async (bench: Bench, connections: number): Promise<number> => {
  const { seconds, requestsMax } = bench.options;
  const rate = await expectedRate(bench, connections);
  return Math.min(requestsMax, Math.ceil(rate * seconds * reserve) + connections);
};
