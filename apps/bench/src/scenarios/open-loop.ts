import type { Bench } from '../bench.js';
import { registerOverHttp } from '../load/run-load.js';
import { latencyOf, projectionLags, ShownPositions } from '../measure/latency.js';
import type { LoadFigures } from '../report/report.js';
import {
  measureCaptures,
  type MeasuredRun,
  oneCaptureEach,
  orderTotal,
  partAmount,
} from './measure-captures.js';
import { expectedRate } from './warm-up.js';

interface OpenLoop {
  readonly scenario: string;
  /**
   * A part of each order number, for example `load70`. Each scenario has a different one, so that
   * two scenarios never use the same order.
   */
  readonly names: string;
  /**
   * The rate of the requests, as a share of what the system can do. With 0.7, requests are sent at
   * 70 % of the rate that was reached over `closedConnections` connections in a closed loop.
   */
  readonly share: number;
  readonly closedConnections: number;
  readonly connections: number;
  /**
   * The number of answers per second that are kept as samples, to measure how long the read models
   * take to show a capture. Undefined means that no samples are kept.
   */
  readonly samplesPerSecond?: number;
}

/**
 * Registers orders and sends one capture for each of them. The requests are sent at a fixed rate
 * (open loop), without waiting for the answers. `loop.share` sets the rate.
 */
const measureOpenLoop = async (bench: Bench, loop: OpenLoop): Promise<MeasuredRun> => {
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

const load70Loop = {
  scenario: 'load-70',
  names: 'load70',
  share: 0.7,
  closedConnections: 64,
  /**
   * The number of connections. As long as the system keeps up with the load, some of them are free,
   * so no request has to wait for a connection.
   */
  connections: 256,
  samplesPerSecond: 50,
};

/**
 * Scenario: captures of distinct orders in an open loop, at 70 % of the rate that the closed loop
 * reached. The scenario also measures the time from the answer to a capture until the read models
 * show the capture.
 */
export const load70 = async (bench: Bench): Promise<LoadFigures[]> => {
  const { databaseUrl } = bench.target;
  if (databaseUrl === undefined) return [(await measureOpenLoop(bench, load70Loop)).figures];
  const shown = await ShownPositions.listen(databaseUrl);
  try {
    const { figures, result } = await measureOpenLoop(bench, load70Loop);
    const lags = projectionLags(result.samples, shown.positions);
    return [lags.length === 0 ? figures : { ...figures, lagMs: latencyOf(lags) }];
  } finally {
    await shown.stop();
  }
};

const overloadLoop = {
  scenario: 'overload',
  names: 'overload',
  share: 2,
  /**
   * The number of connections of the closed loop. The rate that it reaches counts as the rate that
   * the system sustains.
   */
  closedConnections: 256,
  /**
   * The number of connections is so large that a connection is always free, even if the API is slow
   * to refuse requests.
   */
  connections: 1_000,
};

/**
 * Scenario: captures of distinct orders in an open loop, at twice the rate that the system
 * sustains. The API refuses the excess with 503; rate and latencies are those of accepted captures.
 */
export const overload = async (bench: Bench): Promise<LoadFigures[]> => [
  (await measureOpenLoop(bench, overloadLoop)).figures,
];
