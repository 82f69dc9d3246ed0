import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { GatewayBacklog, gatewayMigrations, type Gateway, openGateway } from '#gateway';
import { readModelMigrations } from '#read-models';
import { type LedgerProcess, mapConcurrently } from '#runtime';
import { GatewayProxy } from '../../../../test/support/gateway-proxy.js';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { type GatewaySandbox, runGatewaySandbox } from '../../../gateway-sandbox/src/main.js';
import { consumerMigrations, PostgresCheckpoint } from '../consumers/postgres-checkpoint.js';
import { runWorker } from '../main.js';
import { TestLog } from '../testing/test-log.js';

/**
 * In this test the gateway does not answer the requests for one store, `demo-se`: all requests pass
 * a proxy, which holds the requests for the payment intents of that store.
 */

const postgres = usePostgres(readModelMigrations, consumerMigrations, gatewayMigrations);
const dataDir = mkdtempSync(join(tmpdir(), 'shares-of-stores-'));
const secretKey = 'sk_test_spec';
const backlogOrders = 5_000;
/**
 * Only this number of the 5,000 orders of `demo-se` is in the log; the rest are only in the table
 * of waiting orders. The share of one store at the gateway is smaller, so the worker never tries to
 * read one of the rest.
 */
const loggedOrders = 200;
let log: TestLog;
let sandbox: GatewaySandbox;
let proxy: GatewayProxy;
let gateway: Gateway;
let worker: LedgerProcess | undefined;
/** Number of requests that the proxy holds at the moment. */
let held = 0;
let release: () => void = () => undefined;

beforeAll(async () => {
  sandbox = await runGatewaySandbox({ host: '127.0.0.1', port: 0, dataDir });
  proxy = await GatewayProxy.open(
    () => sandbox.url,
    () => 'none',
  );
  gateway = await openGateway({ apiBase: sandbox.url, secretKey });
  log = await TestLog.start();
  const numbers = Array.from({ length: loggedOrders }, (_, index) => index);
  await mapConcurrently(numbers, 50, async (number) => {
    const orderId = await log.registerCard(`backlog-${number}`, `pi_backlog${number}`);
    await log.capture(orderId, 28_500);
  });
});
afterEach(async () => {
  release();
  proxy.held = () => Promise.resolve();
  await worker?.stop();
});
afterAll(async () => {
  proxy.close();
  await sandbox.stop();
  await log.remove();
  rmSync(dataDir, { recursive: true });
});

const holdBacklog = (): void => {
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  proxy.held = async (seen, place) => {
    if (place !== 'request' || !seen.includes('pi_backlog')) return;
    held += 1;
    await released;
  };
};

const start = async (): Promise<void> => {
  worker = await runWorker({
    ...{ databaseUrl: postgres.url, eventStoreUrl: log.url },
    secretKey: new Uint8Array(32).fill(7),
    gateway: { apiBase: proxy.url, secretKey },
    pace: { standbyMs: 20, idleMs: 50, firstPauseMs: 20 },
    logger: pino({ level: 'silent' }),
  });
};

/** Registers an order of the store `demo-no`, with a payment intent at the gateway. */
const orderOfOther = async (orderNumber: string): Promise<string> => {
  const made = await gateway.createIntent(
    {
      ...{ amount: 28_500, currency: 'SEK', methods: ['card'], capture: 'manual' },
      ...{ confirm: true, paymentMethodId: 'pm_card_visa' },
    },
    orderNumber,
  );
  if (made.kind !== 'done') throw new Error(JSON.stringify(made));
  return log.registerCard(orderNumber, made.value.id, 'demo-no');
};

const isSettled = async (orderId: string): Promise<boolean> => {
  const loaded = await log.orders.load(orderId);
  return [...(loaded?.order.captures.values() ?? [])].every(({ status }) => status === 'settled');
};

/** Writes orders into the table of waiting orders, as a worker does when its memory is full. */
const noted = (orderIds: readonly string[], storeId: string, ageSeconds: number) =>
  postgres.pool.query(
    `INSERT INTO gateway.orders (order_id, store_id, position, noted_at, next_at)
     SELECT order_id, $2, 0, now(), now() - $3 * interval '1 second'
     FROM unnest($1::text[]) AS order_id`,
    [orderIds, storeId, ageSeconds],
  );

test('a capture is settled while another store has thousands that the gateway does not answer', async () => {
  const inTable = await orderOfOther('in the table');
  const end = await log.capture(inTable, 28_500);
  const backlog = [...log.orderIds].slice(0, loggedOrders);
  const further = Array.from(
    { length: backlogOrders - loggedOrders },
    (_, index) => `order ${index}`,
  );
  await noted(backlog, 'demo-se', 3_600);
  await noted(further, 'demo-se', 1_800);
  await noted([inTable], 'demo-no', 0);
  await new PostgresCheckpoint(postgres.pool, 'gateway').save({ after: -1n, position: end });
  holdBacklog();
  await start();
  await until(async () => isSettled(inTable));
  await until(() => held >= 160);
  const inLog = await orderOfOther('in the log');
  await log.capture(inLog, 28_500);
  await until(async () => isSettled(inLog));
  const { waiting } = await new GatewayBacklog(postgres.pool).status();
  expect(waiting).toBeGreaterThanOrEqual(backlogOrders);
});
