import type { Bench } from '../bench.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import type { Figures } from '../report/figures.js';
import { oneCaptureEach } from './capture-plans.js';
import { enoughRequests } from './expected-rate.js';
import { measureCaptures } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';

const defaultConnections = [1, 64, 256];

const atConnections = async (bench: Bench, connections: number): Promise<Figures> => {
  const names = bench.names(`distinct${connections}`);
  const count = await enoughRequests(bench, connections);
  bench.progress(`registering ${count} orders`);
  await registerOverHttp(bench, { names, first: 0, count, total: orderTotal });
  const plan = oneCaptureEach(names, { first: 0, count, amount: partAmount });
  const { seconds } = bench.options;
  const pacing = { kind: 'closed', seconds } as const;
  const run = { scenario: 'distinct', plan, connections, pacing };
  const { figures } = await measureCaptures(bench, run);
  bench.rates.set(connections, figures.rate);
  return figures;
};

/** One capture by amount of each of many orders, registered over `/v1` before. */
export const distinct = async (bench: Bench): Promise<Figures[]> => {
  const figures: Figures[] = [];
  for (const connections of bench.options.connections ?? defaultConnections) {
    figures.push(await atConnections(bench, connections));
  }
  return figures;
};
