import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { GatewayBacklog, openGateway } from '#gateway';
import type { Gateway } from '#gateway';
import { readModelMigrations } from '#read-models';
import type { LedgerProcess } from '#runtime';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { runGatewaySandbox } from '../../../gateway-sandbox/src/main.js';
import type { GatewaySandbox } from '../../../gateway-sandbox/src/main.js';
import { runWorker } from '../main.js';
import { TestLog } from '../testing/test-log.js';

const postgres = usePostgres(readModelMigrations);
const dataDir = mkdtempSync(join(tmpdir(), 'worker-gateway-'));
const pace = { standbyMs: 20, idleMs: 50, firstPauseMs: 20 };
let log: TestLog;
let sandbox: GatewaySandbox;
let gateway: Gateway;
const workers: LedgerProcess[] = [];
let registry: Registry;
let orders = 0;
let port = 0;

const startSandbox = async (): Promise<void> => {
  sandbox = await runGatewaySandbox({ host: '127.0.0.1', port, dataDir });
  port = Number(new URL(sandbox.url).port);
};

beforeAll(async () => {
  await startSandbox();
  gateway = await openGateway({ apiBase: sandbox.url, secretKey: 'sk_test_spec' });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  log = await TestLog.start();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map(async (worker) => worker.stop()));
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
  await log.remove();
});

const start = async (): Promise<void> => {
  registry = new Registry();
  const worker = await runWorker({
    databaseUrl: postgres.url,
    eventStoreUrl: log.url,
    secretKey: new Uint8Array(32).fill(7),
    gateway: { apiBase: sandbox.url, secretKey: 'sk_test_spec' },
    metrics: registry,
    pace,
    logger: pino({ level: 'silent' }),
  });
  workers.push(worker);
};

const plan = async (fault: string, next = 1, path = '/capture'): Promise<void> => {
  const body = new URLSearchParams({ fault, next: String(next), path });
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', body });
};

const authorised = async (paymentMethodId = 'pm_card_visa'): Promise<string> => {
  const outcome = await gateway.createIntent(
    {
      ...{ amount: 28_500, currency: 'SEK', methods: ['card'], capture: 'manual' },
      ...{ confirm: true, paymentMethodId },
    },
    `order ${(orders += 1)}`,
  );
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value.id;
};

const card = async (intent: string | undefined): Promise<string> =>
  log.registerCard(`card-${(orders += 1)}`, intent);

const intentOf = async (id: string) => {
  const outcome = await gateway.readIntent(id);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
};

const orderOf = async (orderId: string) => {
  const loaded = await log.orders.load(orderId);
  if (loaded === undefined) throw new Error('There is no such order.');
  return loaded.order;
};

/**
 * Waits until no capture or refund of the order is requested any more, and returns their statuses.
 */
const outcomes = async (orderId: string): Promise<readonly string[]> => {
  let found: readonly string[] = [];
  await until(async () => {
    const { captures, refunds } = await orderOf(orderId);
    found = [...captures.values(), ...(refunds?.made.values() ?? [])].map(({ status }) => status);
    return found.length > 0 && !found.includes('requested');
  });
  return found;
};

const backlogIsEmpty = async (): Promise<void> =>
  until(async () => (await new GatewayBacklog(postgres.pool).status()).waiting === 0);

/**
 * Waits until the table of waiting orders contains only this order, with this reason for its delay.
 */
const waitsFor = async (reason: string, orderId: string): Promise<void> =>
  until(async () => {
    const { rows } = await postgres.pool.query(
      'SELECT order_id AS "orderId", reason FROM gateway.orders',
    );
    return JSON.stringify(rows) === JSON.stringify([{ orderId, reason }]);
  });

/**
 * The reason why the order waits, from the table of waiting orders; `undefined` if the order is not
 * in the table.
 */
const reasonOf = async (orderId: string): Promise<string | undefined> => {
  const { rows } = await postgres.pool.query<{ readonly reason: string }>(
    'SELECT reason FROM gateway.orders WHERE order_id = $1',
    [orderId],
  );
  return rows[0]?.reason;
};

describe('the work at the card gateway', () => {
  test('settles a capture, with what the gateway says of it', async () => {
    const intent = await authorised();
    const orderId = await card(intent);
    await start();
    await log.capture(orderId, 28_500);
    expect(await outcomes(orderId)).toEqual(['settled']);
    const { captures } = await orderOf(orderId);
    const [capture] = captures.values();
    expect(capture?.gateway).toMatchObject({
      paymentIntent: intent,
      charge: { chargeId: expect.stringMatching(/^ch_/), receiptUrl: expect.any(String) },
    });
    expect(await intentOf(intent)).toMatchObject({
      ...{ status: 'succeeded', captured: 28_500 },
      metadata: { ledger_capture: capture?.captureId },
    });
    await backlogIsEmpty();
    const metrics = await registry.metrics();
    expect(metrics).toMatch(/ledger_gateway_outcomes_total\{work="capture",outcome="settled"\} 1/);
    expect(metrics).toMatch(/ledger_gateway_orders_waiting 0/);
    expect(metrics).toMatch(/ledger_consumer_lag_events\{consumer="gateway"\} 0/);
  });

  test('does what was requested while no worker ran', async () => {
    const intents = await Promise.all([authorised(), authorised()]);
    const ids = [];
    for (const intent of intents) {
      const orderId = await card(intent);
      await log.capture(orderId, 9_500);
      await log.capture(orderId, 9_500);
      ids.push(orderId);
    }
    await start();
    for (const orderId of ids) expect(await outcomes(orderId)).toEqual(['settled', 'settled']);
    for (const intent of intents) expect((await intentOf(intent)).captured).toBe(19_000);
  });

  test('fails a capture that the card declines, and gives the amount back', async () => {
    const orderId = await card(await authorised('pm_card_visa_declineOnCapture'));
    await start();
    await log.capture(orderId, 5_002);
    expect(await outcomes(orderId)).toEqual(['failed']);
    const { captures, balance } = await orderOf(orderId);
    const [capture] = captures.values();
    expect(capture?.gateway?.failure).toMatchObject({ code: 'card_declined' });
    expect(balance).toMatchObject({ requested: 0, remaining: 28_500 });
    await log.capture(orderId, 28_500);
    expect(await outcomes(orderId)).toEqual(['failed', 'settled']);
  });

  test('marks a payment as lapsed when the gateway says so', async () => {
    const intent = await authorised();
    const orderId = await card(intent);
    await fetch(`${sandbox.url}/sandbox/intents/${intent}/lapse`, { method: 'POST' });
    await start();
    await log.capture(orderId, 28_500);
    expect(await outcomes(orderId)).toEqual(['failed']);
    expect((await orderOf(orderId)).payment.status).toBe('lapsed');
  });

  test('leaves an order without a payment alone, and waits for one whose payment is not there', async () => {
    const outside = await card(undefined);
    const unknown = await card('pi_unknown');
    await start();
    await log.capture(outside, 28_500);
    await log.capture(unknown, 28_500);
    await waitsFor('unknown-intent', unknown);
    for (const orderId of [outside, unknown]) {
      expect((await orderOf(orderId)).balance.requested).toBe(28_500);
    }
  });

  test('waits for a payment that is not there, however long the gateway was away before', async () => {
    const orderId = await card('pi_unknown');
    await log.capture(orderId, 28_500);
    await start();
    await waitsFor('unknown-intent', orderId);
    await workers.pop()?.stop();
    await postgres.pool.query(`UPDATE gateway.orders SET attempts = 1000, reason = 'time-out'`);
    await start();
    await until(async () => (await reasonOf(orderId)) !== 'time-out');
    expect((await orderOf(orderId)).balance.requested).toBe(28_500);
  });

  test('releases nothing of a payment that is not there', async () => {
    const orderId = await card('pi_unknown');
    await start();
    await log.cancel(orderId);
    await waitsFor('unknown-intent', orderId);
    expect((await orderOf(orderId)).payment.status).toBe('authorized');
  });

  test('refunds, and releases what a cancelled order holds', async () => {
    const intent = await authorised();
    const orderId = await card(intent);
    await start();
    await log.capture(orderId, 9_500);
    await outcomes(orderId);
    await log.refund(orderId, 4_000);
    expect(await outcomes(orderId)).toEqual(['settled', 'settled']);
    await log.cancel(orderId);
    await until(async () => (await orderOf(orderId)).payment.status === 'released');
    expect(await intentOf(intent)).toMatchObject({
      ...{ status: 'canceled', captured: 9_500, capturable: 0 },
    });
  });

  test.each([
    ['500-after-effect', 'settled', 9_500],
    ['500-before-effect', 'failed', 0],
    ['drop-after-effect', 'settled', 9_500],
    ['drop-before-effect', 'settled', 9_500],
    ['cut', 'settled', 9_500],
    ['429', 'settled', 9_500],
  ])('bears with %s', async (...row) => {
    const [fault, status, captured] = row;
    const intent = await authorised();
    const orderId = await card(intent);
    await start();
    await plan(fault);
    await log.capture(orderId, 9_500);
    expect(await outcomes(orderId)).toEqual([status]);
    expect((await intentOf(intent)).captured).toBe(captured);
  });

  test('waits for a gateway that is away, and then does all that waited', async () => {
    const intents = await Promise.all(Array.from({ length: 20 }, async () => authorised()));
    const ids = await Promise.all(intents.map(async (intent) => card(intent)));
    await start();
    await sandbox.stop();
    for (const orderId of ids) await log.capture(orderId, 9_500);
    const backlog = new GatewayBacklog(postgres.pool);
    await until(async () => (await backlog.status()).breaker === 'open');
    expect((await backlog.status()).waiting).toBe(ids.length);
    for (const orderId of ids) {
      expect((await orderOf(orderId)).balance.requested).toBe(9_500);
    }
    await startSandbox();
    for (const orderId of ids) expect(await outcomes(orderId)).toEqual(['settled']);
    for (const intent of intents) expect((await intentOf(intent)).captured).toBe(9_500);
    await backlogIsEmpty();
    await until(async () => (await backlog.status()).breaker === 'closed');
  });

  test('leaves a capture requested while the gateway contradicts the ledger', async () => {
    const intent = await authorised();
    const orderId = await card(intent);
    const byHand = {
      ...{ captureId: 'by hand', orderId, intentId: intent, amount: 5_000, currency: 'SEK' },
    };
    await gateway.capture({ ...byHand, capturedBefore: 0, isFinal: false });
    await start();
    await log.capture(orderId, 9_500);
    await waitsFor('contradiction', orderId);
    expect((await orderOf(orderId)).balance.requested).toBe(9_500);
    expect((await intentOf(intent)).captured).toBe(5_000);
  });

  test('goes on with another worker', async () => {
    const intents = await Promise.all(Array.from({ length: 8 }, async () => authorised()));
    const ids = await Promise.all(intents.map(async (intent) => card(intent)));
    await start();
    await start();
    await plan('delay=300', 4);
    for (const orderId of ids) await log.capture(orderId, 9_500);
    await workers[0]?.stop();
    for (const orderId of ids) expect(await outcomes(orderId)).toEqual(['settled']);
    for (const intent of intents) expect((await intentOf(intent)).captured).toBe(9_500);
    await backlogIsEmpty();
  });
});
