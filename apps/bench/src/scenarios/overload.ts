import type { Bench } from '../bench.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import type { Figures } from '../report/figures.js';
import { oneCaptureEach } from './capture-plans.js';
import { expectedRate } from './expected-rate.js';
import { measureCaptures } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';

/** What the system takes at so many connections in a closed loop is taken for the rate that it sustains. */
const closedConnections = 256;
const times = 2;
/** Enough that a request never waits for a connection, also while refusals are slow. */
const connections = 1_000;

/**
 * Captures of distinct orders in an open loop at twice the rate that the closed loop sustains. Those beyond what the
 * system takes are refused (503); `rate/s` and the times are those of the accepted ones.
 */
export const overload = async (bench: Bench): Promise<Figures[]> => {
  const { seconds, requestsMax } = bench.options;
  const perSecond = Math.max(1, times * (await expectedRate(bench, closedConnections)));
  const count = Math.min(requestsMax, Math.ceil(perSecond * seconds));
  const names = bench.names('overload');
  bench.progress(`registering ${count} orders`);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  const { figures } = await measureCaptures(bench, {
    scenario: 'overload',
    plan: oneCaptureEach(names, { first: 0, count, amount: partAmount }),
    connections,
    pacing: { kind: 'open', perSecond },
  });
  return [figures];
};
