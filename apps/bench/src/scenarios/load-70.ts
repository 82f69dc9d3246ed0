import type { Bench } from '../bench.js';
import { latencyOf } from '../measure/percentiles.js';
import { projectionLags } from '../measure/projection-lag.js';
import { ShownPositions } from '../measure/shown-positions.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import type { Figures } from '../report/figures.js';
import { oneCaptureEach } from './capture-plans.js';
import { expectedRate } from './expected-rate.js';
import { measureCaptures } from './measure-captures.js';
import type { MeasuredRun } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';

const share = 0.7;
/** The rate of which this is a share is that of so many connections in a closed loop. */
const closedConnections = 64;
/** More than are ever busy while the system keeps up. */
const connections = 256;
const samplesPerSecond = 50;

const run = async (bench: Bench): Promise<MeasuredRun> => {
  const { seconds, requestsMax } = bench.options;
  const perSecond = Math.max(1, share * (await expectedRate(bench, closedConnections)));
  const count = Math.min(requestsMax, Math.ceil(perSecond * seconds));
  const names = bench.names('load70');
  bench.progress(`registering ${count} orders`);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  return measureCaptures(bench, {
    scenario: 'load-70',
    plan: oneCaptureEach(names, { first: 0, count, amount: partAmount }),
    connections,
    pacing: { kind: 'open', perSecond },
    sampleEvery: Math.max(1, Math.floor(perSecond / samplesPerSecond)),
  });
};

/**
 * Captures of distinct orders at 70 % of the rate that the closed loop reached, in an open loop; and how long after its
 * answer a capture is visible in the read model.
 */
export const load70 = async (bench: Bench): Promise<Figures[]> => {
  const { databaseUrl } = bench.target;
  if (databaseUrl === undefined) return [(await run(bench)).figures];
  const shown = await ShownPositions.listen(databaseUrl);
  try {
    const { figures, result } = await run(bench);
    const lags = projectionLags(result.samples, shown.positions);
    return [lags.length === 0 ? figures : { ...figures, lagMs: latencyOf(lags) }];
  } finally {
    await shown.stop();
  }
};
