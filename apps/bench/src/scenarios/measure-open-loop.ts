import type { Bench } from '../bench.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import { oneCaptureEach } from './capture-plans.js';
import { expectedRate } from './expected-rate.js';
import { measureCaptures } from './measure-captures.js';
import type { MeasuredRun } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';

export interface OpenLoop {
  readonly scenario: string;
  /** Begins the order numbers. */
  readonly names: string;
  /** Of the rate that a closed loop reaches at so many connections. */
  readonly share: number;
  readonly closedConnections: number;
  readonly connections: number;
  /** How many answers a second are kept with their positions; default none. */
  readonly samplesPerSecond?: number;
}

/** One capture of each of many orders, in an open loop at a share of the rate that the closed loop reaches. */
export const measureOpenLoop = async (bench: Bench, loop: OpenLoop): Promise<MeasuredRun> => {
  const { scenario, share, closedConnections, connections, samplesPerSecond } = loop;
  const { seconds, requestsMax } = bench.options;
  const perSecond = Math.max(1, share * (await expectedRate(bench, closedConnections)));
  const count = Math.min(requestsMax, Math.ceil(perSecond * seconds));
  const names = bench.names(loop.names);
  bench.progress(`registering ${count} orders`);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  return measureCaptures(bench, {
    scenario,
    plan: oneCaptureEach(names, { first: 0, count, amount: partAmount }),
    connections,
    pacing: { kind: 'open', perSecond },
    ...(samplesPerSecond !== undefined && {
      sampleEvery: Math.max(1, Math.floor(perSecond / samplesPerSecond)),
    }),
  });
};
