import type { Bench } from '../bench.js';
import type { CapturePlan } from '../load/load-job.js';
import { registerInTheLog, registerOverHttp, runLoad } from '../load/run-load.js';
import type { LoadFigures } from '../report/report.js';
import {
  capturesOf,
  untilDrained,
  largeTotal,
  measureCaptures,
  oneCaptureEach,
  orderTotal,
  partAmount,
} from './measure-captures.js';
import { SeededRandom, Zipf } from './seeded-random.js';
import { enoughRequests, warmUp } from './warm-up.js';

const distinctConnections = [1, 64, 256];

const distinctAt = async (bench: Bench, connections: number): Promise<LoadFigures> => {
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

/**
 * Scenario: one capture by amount of each of many orders. The orders are registered through `/v1`
 * before the measurement.
 */
export const distinct = async (bench: Bench): Promise<LoadFigures[]> => {
  const figures: LoadFigures[] = [];
  for (const connections of bench.options.connections ?? distinctConnections) {
    figures.push(await distinctAt(bench, connections));
  }
  return figures;
};

const defaultConnections = [64];
/**
 * The number of captures of one order. An order can have at most 50,000 events (domain.md,
 * "Limits"), so a run that sends more captures continues with the next order.
 */
const capturesOfOneOrder = 49_000;

const hotAt = async (bench: Bench, connections: number): Promise<LoadFigures> => {
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

/** Scenario: small captures by amount of one single order, sent by all connections at once. */
export const hot = async (bench: Bench): Promise<LoadFigures[]> => {
  const figures: LoadFigures[] = [];
  for (const connections of bench.options.connections ?? defaultConnections) {
    figures.push(await hotAt(bench, connections));
  }
  return figures;
};

const zipfOrderCount = 10_000;
const zipfExponent = 1;

/**
 * Scenario: small captures by amount of 10,000 orders. Some orders are far busier than others (Zipf
 * distribution).
 */
export const zipfOrders = async (bench: Bench): Promise<LoadFigures[]> => {
  const { seconds, seed } = bench.options;
  const lines: LoadFigures[] = [];
  for (const connections of bench.options.connections ?? defaultConnections) {
    const names = bench.names(`zipf${connections}`);
    const count = await enoughRequests(bench, connections);
    await registerInTheLog(bench, { names, first: 0, count: zipfOrderCount, total: largeTotal });
    await untilDrained(bench);
    await warmUp(bench, `zipf${connections}`);
    const random = new SeededRandom(seed);
    const zipf = new Zipf(zipfOrderCount, zipfExponent);
    const orders = Int32Array.from({ length: count }, () => zipf.draw(random));
    const plan = capturesOf(names, orders, () => random.between(1, 500));
    const pacing = { kind: 'closed', seconds } as const;
    const run = { scenario: 'zipf', plan, connections, pacing };
    lines.push((await measureCaptures(bench, run)).figures);
  }
  return lines;
};

const knownKeys = 1_000;
const firstSecondsMax = 300;

const repeatsOf = (first: CapturePlan, count: number, random: SeededRandom): CapturePlan => {
  const keys = Int32Array.from({ length: count }, () => random.between(0, knownKeys - 1));
  return { ...first, orders: keys, keys, amounts: keys.map(() => partAmount) };
};

const retriesAt = async (bench: Bench, connections: number): Promise<LoadFigures> => {
  const { seconds, seed } = bench.options;
  const names = bench.names(`retries${connections}`);
  const count = await enoughRequests(bench, connections);
  await registerOverHttp(bench, { names, first: 0, count: knownKeys, total: orderTotal });
  const from = await bench.log?.end();
  const first = oneCaptureEach(names, { first: 0, count: knownKeys, amount: partAmount });
  const pacing = { kind: 'closed', seconds: firstSecondsMax } as const;
  const { statuses } = await runLoad(bench, { plan: first, connections: 64, pacing });
  const run = {
    scenario: 'retries',
    plan: repeatsOf(first, count, new SeededRandom(seed)),
    connections,
    pacing: { kind: 'closed', seconds } as const,
    earlier: { sent: [{ plan: first, statuses }], from },
  };
  return (await measureCaptures(bench, run)).figures;
};

/**
 * Scenario: captures that were accepted before are sent again with the same idempotency keys. Each
 * must get the same answer as before and write no event.
 */
export const retries = async (bench: Bench): Promise<LoadFigures[]> => {
  const lines: LoadFigures[] = [];
  for (const connections of bench.options.connections ?? defaultConnections) {
    lines.push(await retriesAt(bench, connections));
  }
  return lines;
};
