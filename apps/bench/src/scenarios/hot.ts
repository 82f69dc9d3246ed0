import type { Bench } from '../bench.js';
import { registerOverHttp } from '../prepare/register-over-http.js';
import { SeededRandom } from '../random/seeded-random.js';
import type { Figures } from '../report/figures.js';
import { capturesOf } from './capture-plans.js';
import { enoughRequests } from './expected-rate.js';
import { measureCaptures } from './measure-captures.js';
import { largeTotal } from './order-amounts.js';

const defaultConnections = [64];
/** An order takes 50,000 events (domain.md, "Limits"); the run goes on with another order then. */
const capturesOfOneOrder = 49_000;

const atConnections = async (bench: Bench, connections: number): Promise<Figures> => {
  const { seconds, seed } = bench.options;
  const names = bench.names(`hot${connections}`);
  const count = await enoughRequests(bench, connections);
  const ordersNeeded = Math.ceil(count / capturesOfOneOrder);
  await registerOverHttp(bench, { names, first: 0, count: ordersNeeded, total: largeTotal });
  const random = new SeededRandom(seed);
  const orders = Int32Array.from({ length: count }, (_, i) => Math.floor(i / capturesOfOneOrder));
  const plan = capturesOf(names, orders, () => random.between(1, 500));
  const pacing = { kind: 'closed', seconds } as const;
  return (await measureCaptures(bench, { scenario: 'hot', plan, connections, pacing })).figures;
};

/** Small captures by amount of one order by all connections at once. */
export const hot = async (bench: Bench): Promise<Figures[]> => {
  const figures: Figures[] = [];
  for (const connections of bench.options.connections ?? defaultConnections) {
    figures.push(await atConnections(bench, connections));
  }
  return figures;
};
