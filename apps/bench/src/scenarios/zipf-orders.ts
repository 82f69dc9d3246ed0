import type { Bench } from '../bench.js';
import { registerInTheLog } from '../prepare/register-in-the-log.js';
import { SeededRandom } from '../random/seeded-random.js';
import { Zipf } from '../random/zipf.js';
import type { Figures } from '../report/figures.js';
import { capturesOf } from './capture-plans.js';
import { enoughRequests } from './expected-rate.js';
import { drained, measureCaptures } from './measure-captures.js';
import { largeTotal } from './order-amounts.js';
import { warmUp } from './warm-up.js';

const defaultConnections = [64];
const size = 10_000;
const exponent = 1;

/** Small captures by amount of 10,000 orders, some of which are far busier than others. */
export const zipfOrders = async (bench: Bench): Promise<Figures[]> => {
  const { seconds, seed } = bench.options;
  const lines: Figures[] = [];
  for (const connections of bench.options.connections ?? defaultConnections) {
    const names = bench.names(`zipf${connections}`);
    const count = await enoughRequests(bench, connections);
    await registerInTheLog(bench, { names, first: 0, count: size, total: largeTotal });
    await drained(bench);
    await warmUp(bench, `zipf${connections}`);
    const random = new SeededRandom(seed);
    const zipf = new Zipf(size, exponent);
    const orders = Int32Array.from({ length: count }, () => zipf.draw(random));
    const plan = capturesOf(names, orders, () => random.between(1, 500));
    const pacing = { kind: 'closed', seconds } as const;
    const run = { scenario: 'zipf', plan, connections, pacing };
    lines.push((await measureCaptures(bench, run)).figures);
  }
  return lines;
};
