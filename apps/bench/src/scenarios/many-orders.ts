import type { Bench } from '../bench.js';
import { registerInTheLog } from '../prepare/register-in-the-log.js';
import { SeededRandom } from '../random/seeded-random.js';
import { isFigures } from '../report/figures.js';
import type { Figures, Line } from '../report/figures.js';
import { capturesOf } from './capture-plans.js';
import { distinctBelow } from './distinct-below.js';
import { drained, measureCaptures } from './measure-captures.js';
import { orderTotal, partAmount } from './order-amounts.js';
import type { Scenario } from './scenario.js';
import { warmUp } from './warm-up.js';

const few = 10_000;
/** As many at both sizes, so that only the number of registered orders differs. */
const captures = few;
const many = 1_000_000;
const connections = 64;
const fewName = 'at-10k';
const manyName = 'at-1m';

const atOrders = async (bench: Bench, scenario: string, size: number): Promise<Figures> => {
  const names = bench.names(scenario);
  bench.progress(`${scenario}: registering ${size} orders`);
  await registerInTheLog(bench, { names, first: 0, count: size, total: orderTotal });
  bench.progress(`${scenario}: waiting for the projection`);
  await drained(bench);
  await warmUp(bench, scenario);
  const random = new SeededRandom(bench.options.seed);
  const orders = distinctBelow(size, Math.min(captures, bench.options.requestsMax), random);
  const plan = capturesOf(names, orders, () => partAmount);
  const pacing = { kind: 'closed', seconds: bench.options.seconds } as const;
  return (await measureCaptures(bench, { scenario, plan, connections, pacing })).figures;
};

const cpuOf = ({ costs }: Figures): number =>
  Object.entries(costs)
    .filter(([part]) => part !== 'generator')
    .reduce((sum, [, { cpuPer1000 }]) => sum + cpuPer1000, 0);

/** One capture each of orders out of 10,000 that the API has not seen since it started. */
export const at10k: Scenario = async (bench) => [await atOrders(bench, fewName, few)];

/** The same out of 1,000,000, and what a capture costs there more. */
export const at1m: Scenario = async (bench) => {
  const small = bench.lines.filter(isFigures).find(({ scenario }) => scenario === fewName);
  const before = small ?? (await atOrders(bench, fewName, few));
  const large = await atOrders(bench, manyName, many);
  const cost: Line = {
    scenario: 'cost of a capture at 1,000,000 orders to that at 10,000',
    values: { 'CPU ratio': (cpuOf(large) / cpuOf(before)).toFixed(2) },
  };
  return [...(small === undefined ? [before] : []), large, cost];
};
