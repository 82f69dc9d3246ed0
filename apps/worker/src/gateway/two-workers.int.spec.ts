import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { connectEventStore, type EventStore, followLog, OrderRepository } from '#event-log';
import { type Gateway, type GatewayBacklog, openGateway, SendWindow } from '#gateway';
import type { Order } from '#ledger';
import { GatewayProxy } from '../../../../test/support/gateway-proxy.js';
import { until } from '../../../../test/support/until.js';
import { type GatewaySandbox, runGatewaySandbox } from '../../../gateway-sandbox/src/main.js';
import { TestLog } from '../testing/test-log.js';
import { GatewayWorkMetrics } from './gateway-work-metrics.js';
import { GatewayWorker, type OrderAtHand, type Worked } from './gateway-work.js';

/**
 * Two workers work on the same order, as happens when a suspended worker continues after another
 * worker has taken over. The requests of the first worker pass a proxy that can hold them.
 */

const dataDir = mkdtempSync(join(tmpdir(), 'two-workers-'));
const signal = new AbortController().signal;
const options = { secretKey: 'sk_test_spec', limits: { attemptsMax: 1 } };
const moreThanADay = 25 * 60 * 60_000;
let log: TestLog;
let sandbox: GatewaySandbox;
let proxy: GatewayProxy;
/** A gateway client that calls the sandbox directly, without the proxy. */
let gateway: Gateway;
let eventStore: EventStore;
let isReplyLost = false;
let first: GatewayWorker;
/** The order repository of the first worker. */
let known: OrderRepository;
let second: GatewayWorker;
let orders = 0;

beforeAll(async () => {
  sandbox = await runGatewaySandbox({ host: '127.0.0.1', port: 0, dataDir });
  proxy = await GatewayProxy.open(
    () => sandbox.url,
    (method) => (isReplyLost && method === 'POST' ? 'reply-lost' : 'none'),
  );
  log = await TestLog.start();
  eventStore = connectEventStore(log.url);
  gateway = await openGateway({ ...options, apiBase: sandbox.url });
});
beforeEach(async () => {
  known = new OrderRepository(eventStore);
  first = workerOf(await openGateway({ ...options, apiBase: proxy.url }), known);
  second = workerOf(gateway);
});
afterEach(() => {
  isReplyLost = false;
  proxy.held = () => Promise.resolve();
  jest.restoreAllMocks();
});
afterAll(async () => {
  proxy.close();
  await sandbox.stop();
  await eventStore.dispose();
  await log.remove();
  rmSync(dataDir, { recursive: true });
});

const workerOf = (used: Gateway, repository = new OrderRepository(eventStore)): GatewayWorker => {
  const backlog: Pick<GatewayBacklog, 'status'> = { status: () => Promise.reject(new Error()) };
  const metrics = new GatewayWorkMetrics(new Registry(), backlog as GatewayBacklog);
  return new GatewayWorker(used, repository, metrics);
};

const registered = async (): Promise<{ readonly orderId: string; readonly intent: string }> => {
  const key = `two workers ${(orders += 1)}`;
  const made = await gateway.createIntent(
    {
      ...{ amount: 28_500, currency: 'SEK', methods: ['card'], capture: 'manual' },
      ...{ confirm: true, paymentMethodId: 'pm_card_visa' },
    },
    key,
  );
  if (made.kind !== 'done') throw new Error(JSON.stringify(made));
  return { orderId: await log.registerCard(key, made.value.id), intent: made.value.id };
};

const orderOf = async (orderId: string): Promise<Order> => {
  const loaded = await log.orders.load(orderId);
  if (loaded === undefined) throw new Error('There is no such order.');
  return loaded.order;
};

const capturesOf = async (orderId: string): Promise<readonly string[]> =>
  [...(await orderOf(orderId)).captures.values()].map(({ status }) => status);

const refundedThrough = async (intent: string): Promise<number> => {
  const auth = { headers: { authorization: 'Bearer sk_test_spec' } };
  const listed = await fetch(`${sandbox.url}/v1/refunds?payment_intent=${intent}`, auth);
  const { data } = (await listed.json()) as { readonly data: readonly { amount: number }[] };
  return data.reduce((sum, { amount }) => sum + amount, 0);
};

const intentOf = async (id: string) => {
  const found = await gateway.readIntent(id);
  if (found.kind !== 'done') throw new Error(JSON.stringify(found));
  return found.value;
};

/**
 * Starts the first worker, and holds one of its requests, or the gateway's answer to the request.
 * The returned function lets the first worker continue.
 */
const stoppedAt = async (
  order: string | OrderAtHand,
  request: RegExp,
  place: 'request' | 'answer',
): Promise<() => Promise<Worked>> => {
  let resume: () => void = () => undefined;
  let isHeld = false;
  proxy.held = async (seen, at) => {
    if (isHeld || at !== place || !request.test(seen)) return;
    isHeld = true;
    await new Promise<void>((resolve) => {
      resume = resolve;
    });
  };
  const atHand = typeof order === 'string' ? { orderId: order } : order;
  const working = first.work(atHand, signal);
  await until(() => Promise.resolve(isHeld));
  return async () => {
    resume();
    return working;
  };
};

const laterBy = (ms: number): void => {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
};

describe('two workers on one order', () => {
  test('at once make each capture once, and release the rest with the last', async () => {
    const { orderId, intent } = await registered();
    await log.reauthorize(orderId, 20_000);
    for (const amount of [5_000, 6_000, 9_000]) await log.capture(orderId, amount);
    const both = [first, second].map(async (worker) => worker.work({ orderId }, signal));
    await Promise.all(both);
    // The gateway refuses an idempotency key that the other worker is using at that moment. The
    // order then waits for a later attempt, which is made here.
    expect(await second.work({ orderId }, signal)).toBe('finished');
    expect(await capturesOf(orderId)).toEqual(['settled', 'settled', 'settled']);
    expect(await intentOf(intent)).toMatchObject({ status: 'succeeded', captured: 20_000 });
  });

  test.each([
    ['before its capture has reached the gateway', 'request'],
    ['after the gateway made it', 'answer'],
  ] as const)('release the rest with the last capture: one is stopped %s', async (_, place) => {
    const { orderId, intent } = await registered();
    await log.reauthorize(orderId, 20_000);
    await log.capture(orderId, 5_000);
    await log.capture(orderId, 15_000);
    const resume = await stoppedAt(orderId, /capture/, place);
    expect(await second.work({ orderId }, signal)).toBe('finished');
    expect(await resume()).toBe('finished');
    expect(await capturesOf(orderId)).toEqual(['settled', 'settled']);
    expect(await intentOf(intent)).toMatchObject({
      ...{ status: 'succeeded', captured: 20_000, capturable: 0 },
    });
  });

  test.each([
    ['before its capture has reached the gateway', 'request'],
    ['after the gateway made it', 'answer'],
  ] as const)(
    'release the rest of an order that was cancelled while one was stopped %s',
    async (_, place) => {
      const { orderId, intent } = await registered();
      await log.capture(orderId, 9_500);
      const resume = await stoppedAt(orderId, /capture/, place);
      await log.cancel(orderId);
      expect(await second.work({ orderId }, signal)).toBe('finished');
      expect(await resume()).not.toHaveProperty('reason', 'contradiction');
      expect(await capturesOf(orderId)).toEqual(['settled']);
      const held = await intentOf(intent);
      expect(held).toMatchObject({ captured: 9_500, capturable: 0 });
      expect(['succeeded', 'canceled']).toContain(held.status);
    },
  );

  test('see no contradiction in what the other one has made', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    await log.capture(orderId, 5_000);
    const resume = await stoppedAt(orderId, /GET/, 'request');
    expect(await second.work({ orderId }, signal)).toBe('finished');
    expect(await resume()).toBe('finished');
    expect((await intentOf(intent)).captured).toBe(14_500);
  });
});

/**
 * Lets the first worker's repository follow the log to its end, as the worker's log consumer does.
 */
const followed = async (orderId: string): Promise<OrderAtHand> => {
  const stream = `order-${orderId}`;
  const { position: end } = (await known.load(orderId)) ?? { position: -1n };
  known.forget();
  let place: OrderAtHand['followed'];
  const ending = new AbortController();
  const options = { after: undefined, pageSize: 100, signal: ending.signal };
  for await (const { events, position } of followLog(eventStore, options)) {
    for (const event of events.filter(({ streamId }) => streamId === stream)) {
      known.follow(event);
      const window = SendWindow.since(event.created?.getTime() ?? 0);
      place = window && { position: event.position, window };
    }
    if (position >= end) break;
  }
  ending.abort();
  return { orderId, followed: place };
};

describe('a worker that has followed the log to an order', () => {
  test('captures it without reading it', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    await log.capture(orderId, 5_000);
    const atHand = await followed(orderId);
    const read = jest.spyOn(eventStore, 'read');
    expect(await first.work(atHand, signal)).toBe('finished');
    expect(read).not.toHaveBeenCalled();
    expect(await capturesOf(orderId)).toEqual(['settled', 'settled']);
    expect((await intentOf(intent)).captured).toBe(14_500);
  });

  test('reads it if it does not know it up to there', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    const { followed: place } = await followed(orderId);
    await log.capture(orderId, 5_000);
    const later = place && { ...place, position: place.position + 1n };
    expect(await first.work({ orderId, followed: later }, signal)).toBe('finished');
    expect((await intentOf(intent)).captured).toBe(14_500);
  });

  test('makes nothing twice that another one has made since', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    const atHand = await followed(orderId);
    await second.work({ orderId }, signal);
    await log.capture(orderId, 5_000);
    await second.work({ orderId }, signal);
    expect(await first.work(atHand, signal)).toBe('finished');
    expect(await capturesOf(orderId)).toEqual(['settled', 'settled']);
    expect((await intentOf(intent)).captured).toBe(14_500);
  });

  const failedMeanwhile = async (orderId: string): Promise<void> => {
    const fault = new URLSearchParams({ fault: '500-before-effect', next: '1', path: '/capture' });
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', body: fault });
    await until(async () => (await second.work({ orderId }, signal)) === 'finished');
    expect(await capturesOf(orderId)).toEqual(['failed']);
  };

  test('reads it after a day, and does not make what has failed since', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    const atHand = await followed(orderId);
    await failedMeanwhile(orderId);
    laterBy(moreThanADay);
    expect(await first.work(atHand, signal)).toBe('finished');
    expect((await intentOf(intent)).captured).toBe(0);
  });

  test('and was stopped for a day before it captures does not capture', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    const resume = await stoppedAt(await followed(orderId), /GET/, 'answer');
    await failedMeanwhile(orderId);
    laterBy(moreThanADay);
    expect(await resume()).toMatchObject({ reason: 'outdated' });
    expect((await intentOf(intent)).captured).toBe(0);
  });
});

describe('after a day, when the gateway has forgotten its keys', () => {
  test('a capture whose answer was lost is found', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    isReplyLost = true;
    expect(await first.work({ orderId }, signal)).toMatchObject({ reason: 'connection' });
    laterBy(moreThanADay);
    expect(await second.work({ orderId }, signal)).toBe('finished');
    expect(await capturesOf(orderId)).toEqual(['settled']);
    expect((await intentOf(intent)).captured).toBe(9_500);
  });

  test('a refund whose answer was lost is found', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 28_500);
    await second.work({ orderId }, signal);
    await log.refund(orderId, 4_000);
    isReplyLost = true;
    expect(await first.work({ orderId }, signal)).toMatchObject({ reason: 'connection' });
    laterBy(moreThanADay);
    expect(await second.work({ orderId }, signal)).toBe('finished');
    expect(await refundedThrough(intent)).toBe(4_000);
  });

  test('a worker that was stopped between reading and capturing does not capture', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    const resume = await stoppedAt(orderId, /GET/, 'answer');
    await second.work({ orderId }, signal);
    laterBy(moreThanADay);
    expect(await resume()).toMatchObject({ reason: 'outdated' });
    expect(await first.work({ orderId }, signal)).toBe('finished');
    expect((await intentOf(intent)).captured).toBe(9_500);
  });

  test('a worker that was stopped between reading and refunding does not refund', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 28_500);
    await second.work({ orderId }, signal);
    await log.refund(orderId, 4_000);
    const resume = await stoppedAt(orderId, /GET .*refunds/, 'answer');
    await second.work({ orderId }, signal);
    laterBy(moreThanADay);
    expect(await resume()).toMatchObject({ reason: 'outdated' });
    expect(await first.work({ orderId }, signal)).toBe('finished');
    expect(await refundedThrough(intent)).toBe(4_000);
  });

  test('a worker that knows a capture as requested that has failed since does not make it', async () => {
    const { orderId, intent } = await registered();
    await log.capture(orderId, 9_500);
    const resume = await stoppedAt(orderId, /GET/, 'answer');
    const fault = new URLSearchParams({ fault: '500-before-effect', next: '1', path: '/capture' });
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', body: fault });
    await until(async () => (await second.work({ orderId }, signal)) === 'finished');
    expect(await capturesOf(orderId)).toEqual(['failed']);
    laterBy(moreThanADay);
    expect(await resume()).toMatchObject({ reason: 'outdated' });
    expect(await first.work({ orderId }, signal)).toBe('finished');
    expect((await intentOf(intent)).captured).toBe(0);
  });
});
