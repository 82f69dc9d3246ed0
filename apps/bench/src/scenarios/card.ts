import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { END, EventStoreDBClient, eventTypeFilter } from '@eventstore/db-client';
import { request } from 'undici';
import { readRunFile } from '#runtime';
import { mapConcurrently } from '#runtime/async';
import type { Bench, Scenario } from '../bench.js';
import { latencyOf } from '../measure/latency.js';
import { usage, usedBetween } from '../measure/usage.js';
import type { ReportLine } from '../report/report.js';
import { untilDrained, orderTotal } from './measure-captures.js';

const scenario = 'card';
const perSecond = 200;
const preparedAtOnce = 8;
/**
 * The number of captures that warm up the system before the measurement: two seconds of the load.
 */
const warmingUp = 2 * perSecond;
const settledWithinMs = 120_000;

/** The outcomes of captures by capture id. Times are on the clock of `performance.now()`. */
interface Outcomes {
  readonly settledAt: Map<string, number>;
  readonly failed: Set<string>;
}

const intentOf = async (gatewayUrl: string): Promise<string> => {
  const content = new URLSearchParams({
    ...{ amount: String(orderTotal), currency: 'sek', capture_method: 'manual' },
    ...{ payment_method: 'pm_card_visa', confirm: 'true' },
  });
  const answer = await request(`${gatewayUrl}/v1/payment_intents`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_bench',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: content.toString(),
  });
  return ((await answer.body.json()) as { id: string }).id;
};

/**
 * Sends a request and returns the body of the answer; undefined if the API answers 503, because it
 * is overloaded.
 */
const post = async ({ target, token }: Bench, path: string, body: object): Promise<unknown> => {
  const answer = await request(`${target.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { statusCode, body: answered } = answer;
  if (statusCode === 202) return answered.json();
  const text = await answered.text();
  if (statusCode === 503) return undefined;
  throw new Error(`${path}: ${statusCode} ${text}`);
};

const registerCard = async (bench: Bench, number: string, gatewayUrl: string): Promise<string> => {
  const order = await post(bench, '/v1/orders', {
    ...{ store: 'demo-se', orderNumber: number, currency: 'SEK', salesSegment: 'B2C' },
    paymentMethod: 'card',
    rows: [{ description: 'All', unitPrice: orderTotal, quantity: 1, vatRate: 25 }],
    authorization: { status: 'authorized', paymentIntent: await intentOf(gatewayUrl) },
  });
  if (order === undefined) return registerCard(bench, number, gatewayUrl);
  return (order as { orderId: string }).orderId;
};

/**
 * Subscribes to the log and notes when the outcome of each capture arrives. No outcome is missed
 * after the returned promise resolves. The promise resolves with a function that ends the
 * subscription.
 */
const followOutcomes = async (
  client: EventStoreDBClient,
  outcomes: Outcomes,
): Promise<() => Promise<void>> => {
  const filter = eventTypeFilter({ prefixes: ['CaptureSettled', 'CaptureFailed'] });
  const subscription = client.subscribeToAll({ fromPosition: END, filter });
  // The subscription also reports an error when it is cancelled, so errors are ignored. An event
  // that is lost by a real error is noticed as a missing outcome.
  subscription.on('error', () => undefined);
  subscription.on('data', ({ event }) => {
    if (event === undefined) return;
    const { type, data } = event as { readonly type: string; readonly data: object };
    const { captureId } = data as { readonly captureId: string };
    if (type === 'CaptureFailed') outcomes.failed.add(captureId);
    if (type === 'CaptureSettled') outcomes.settledAt.set(captureId, performance.now());
  });
  await once(subscription, 'confirmation');
  return async () => subscription.unsubscribe();
};

/**
 * Sends one capture for each order, at the time that the schedule sets for the order. Returns the
 * time of each answer by capture id.
 */
const captureAll = async (bench: Bench, orders: readonly string[]) => {
  const answeredAt = new Map<string, number>();
  const begin = performance.now();
  await Promise.all(
    orders.map(async (orderId, index) => {
      await delay(Math.max(0, begin + (index * 1_000) / perSecond - performance.now()));
      const path = `/v1/orders/${orderId}/captures`;
      const answer = await post(bench, path, { amount: orderTotal });
      if (answer === undefined) return;
      answeredAt.set((answer as { captureId: string }).captureId, performance.now());
    }),
  );
  return answeredAt;
};

/** Waits until each of these captures has an outcome, for at most two minutes. */
const untilSettled = async (
  captureIds: readonly string[],
  { settledAt, failed }: Outcomes,
): Promise<void> => {
  const deadline = performance.now() + settledWithinMs;
  for (const captureId of captureIds) {
    const isOpen = (): boolean => !settledAt.has(captureId) && !failed.has(captureId);
    while (isOpen() && performance.now() < deadline) await delay(50);
  }
};

/**
 * Sends one capture for each order at the time that the schedule sets, and waits for the outcomes.
 */
const captureOrders = async (bench: Bench, orders: readonly string[], outcomes: Outcomes) => {
  const pids = { ...bench.target.pids(), bench: process.pid };
  const before = usage(pids);
  const answeredAt = await captureAll(bench, orders);
  await untilSettled([...answeredAt.keys()], outcomes);
  return { answeredAt, used: usedBetween(before, usage(pids)) };
};

type CapturedOrders = Awaited<ReturnType<typeof captureOrders>>;

const lineOf = (
  { answeredAt, used }: CapturedOrders,
  sent: number,
  outcomes: Outcomes,
): ReportLine => {
  const accepted = answeredAt.size;
  const times = [...answeredAt].flatMap(([captureId, at]) => {
    const settled = outcomes.settledAt.get(captureId);
    return settled === undefined ? [] : [Math.max(0, settled - at)];
  });
  const { p50, p95, p99, max } = latencyOf(Float64Array.from(times));
  const failed = [...answeredAt.keys()].filter((captureId) => outcomes.failed.has(captureId));
  const values = {
    ...{ 'captures/s': perSecond, sent, accepted, settled: times.length, failed: failed.length },
    ...Object.fromEntries(
      Object.entries(used).map(([part, { cpuSeconds }]) => [
        `${part} CPU us`,
        Math.round((cpuSeconds * 1e6) / Math.max(1, accepted)),
      ]),
    ),
    ...{ 'p50 ms': p50, 'p95 ms': p95, 'p99 ms': p99, 'max ms': max },
  };
  return { scenario, values, ...(times.length < accepted && { isFaulty: true }) };
};

/**
 * Scenario: captures of card orders at 200 a second, with the gateway sandbox. Each capture is
 * answered at once, and its outcome comes later as an event in the log. The scenario measures the
 * time from the answer to the outcome. This time includes the time that the gateway takes.
 */
export const card: Scenario = async (bench) => {
  const { dataDir, eventStoreUrl } = bench.target;
  const gatewayUrl = dataDir === undefined ? undefined : readRunFile(dataDir)?.gatewayUrl;
  if (gatewayUrl === undefined || eventStoreUrl === undefined) {
    return [{ scenario, values: { 'not measured': 'no gateway sandbox of this instance' } }];
  }
  const count = perSecond * bench.options.seconds;
  const { prefix } = bench.names(scenario);
  bench.progress(`${scenario}: registering ${warmingUp + count} orders`);
  const numbers = Array.from({ length: warmingUp + count }, (_, index) => `${prefix}${index}`);
  const orders = await mapConcurrently(numbers, preparedAtOnce, async (number) =>
    registerCard(bench, number, gatewayUrl),
  );
  const client = EventStoreDBClient.connectionString(eventStoreUrl);
  const outcomes: Outcomes = { settledAt: new Map(), failed: new Set() };
  const stop = await followOutcomes(client, outcomes);
  try {
    bench.progress(`${scenario}: warming up`);
    await captureOrders(bench, orders.slice(0, warmingUp), outcomes);
    await untilDrained(bench);
    bench.progress(`${scenario}, ${perSecond}/s`);
    const captured = await captureOrders(bench, orders.slice(warmingUp), outcomes);
    return [lineOf(captured, count, outcomes)];
  } finally {
    await stop();
    await client.dispose();
  }
};
