import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { type Gateway, openGateway } from '#gateway';
import { readModelMigrations } from '#read-models';
import type { LedgerProcess } from '#runtime';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { type GatewaySandbox, runGatewaySandbox } from '../../../gateway-sandbox/src/main.js';
import { runWorker, type WorkerOptions } from '../main.js';
import { TestLog } from '../testing/test-log.js';

const postgres = usePostgres(readModelMigrations);
const dataDir = mkdtempSync(join(tmpdir(), 'worker-checkouts-'));
const pace = { standbyMs: 20, idleMs: 50, expiryMs: 60_000, checkoutMs: 20, checkoutFirstMs: 30 };
const secretKey = 'sk_test_spec';
let log: TestLog;
let sandbox: GatewaySandbox;
let gateway: Gateway;
let registry: Registry;
let worker: LedgerProcess | undefined;
let orders = 0;

beforeAll(async () => {
  sandbox = await runGatewaySandbox({ host: '127.0.0.1', port: 0, dataDir });
  gateway = await openGateway({ apiBase: sandbox.url, secretKey });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});
beforeEach(async () => {
  log = await TestLog.start();
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await log.remove();
});

const start = async (options: Partial<WorkerOptions> = {}): Promise<void> => {
  registry = new Registry();
  worker = await runWorker({
    ...{ databaseUrl: postgres.url, eventStoreUrl: log.url, metrics: registry, pace },
    ...{ secretKey: new Uint8Array(32).fill(7), logger: pino({ level: 'silent' }) },
    gateway: { apiBase: sandbox.url, secretKey },
    ...options,
  });
};

const done = <Value>(outcome: { readonly kind: string; readonly value?: Value }): Value => {
  if (outcome.value === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.value;
};

/** Creates a payment intent at the gateway, and an order whose checkout pays with this intent. */
const begun = async (expiresAt?: string): Promise<{ orderId: string; intent: string }> => {
  const number = `checkout-${(orders += 1)}`;
  const { id: intent } = done(
    await gateway.createIntent(
      { amount: 28_500, currency: 'SEK', methods: ['card'], capture: 'manual' },
      number,
    ),
  );
  return { orderId: await log.beginCheckout(number, intent, expiresAt), intent };
};

const confirm = async (intent: string, card = 'pm_card_visa'): Promise<void> => {
  done(await gateway.confirmIntent(intent, card, `${intent} ${card}`));
};

const statusOf = async (intent: string): Promise<string> =>
  done(await gateway.readIntent(intent)).status;

const orderOf = async (orderId: string) => {
  const loaded = await log.orders.load(orderId);
  if (loaded === undefined) throw new Error('There is no such order.');
  return loaded.order;
};

const looksAt = async (intent: string): Promise<number | undefined> => {
  const { rows } = await postgres.pool.query<{ looks: number }>(
    'SELECT looks FROM gateway.checkouts WHERE payment_intent = $1',
    [intent],
  );
  return rows[0]?.looks;
};

const finished = async (intent: string): Promise<void> =>
  until(async () => (await looksAt(intent)) === undefined);

const isNow = async (intent: string, status: string): Promise<void> =>
  until(async () => (await statusOf(intent)) === status);

const lookedAt = async (intent: string): Promise<void> =>
  until(async () => ((await looksAt(intent)) ?? 0) > 0);

describe('a card that a checkout asked, of which the log knows nothing', () => {
  test('is recorded once the gateway holds it', async () => {
    const { orderId, intent } = await begun();
    await confirm(intent);
    await start();
    await until(async () => (await orderOf(orderId)).balance.status === 'NotActivated');
    const { payment, captures } = await orderOf(orderId);
    expect(payment).toMatchObject({ status: 'authorized', paymentIntent: intent });
    expect(captures.size).toBe(0);
    await finished(intent);
    expect(await statusOf(intent)).toBe('requires_capture');
    expect(await registry.metrics()).toContain(
      'ledger_gateway_checkouts_total{result="recorded"} 1',
    );
  });

  test('is captured as well where checkouts do that', async () => {
    const { orderId, intent } = await begun();
    await confirm(intent);
    await start({ checkoutCapture: 'automatic' });
    await isNow(intent, 'succeeded');
    await until(async () => {
      const [capture] = (await orderOf(orderId)).captures.values();
      return capture?.status === 'settled';
    });
  });

  test('is looked at again until the customer has authenticated', async () => {
    const { orderId, intent } = await begun();
    await confirm(intent, 'pm_card_authenticationRequired');
    await start();
    await lookedAt(intent);
    expect((await orderOf(orderId)).balance.status).toBe('Pending');
    await fetch(`${sandbox.url}/sandbox/intents/${intent}/authenticate`, { method: 'POST' });
    await until(async () => (await orderOf(orderId)).balance.status === 'NotActivated');
  });

  test('waits while the gateway does not answer, and keeps no other from being looked at', async () => {
    const [first, other] = [await begun(), await begun()];
    await Promise.all([confirm(first.intent), confirm(other.intent)]);
    const body = new URLSearchParams({
      ...{ fault: '500-before-effect', path: `/v1/payment_intents/${first.intent}`, next: '3' },
    });
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', body });
    await start();
    for (const { orderId } of [other, first])
      await until(async () => (await orderOf(orderId)).balance.status === 'NotActivated');
  });
});

describe('an intent that its order does not need', () => {
  test('is cancelled, with what it holds, if the order was paid otherwise', async () => {
    const { orderId, intent } = await begun();
    await confirm(intent);
    await log.payOffline(orderId);
    await start();
    await isNow(intent, 'canceled');
    await finished(intent);
    expect((await orderOf(orderId)).payment.paymentIntent).toBeUndefined();
  });

  test('is cancelled after the expiry date of the order, and not right then', async () => {
    const minutesAgo = (minutes: number): string =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    const [just, before] = [await begun(minutesAgo(1)), await begun(minutesAgo(11))];
    await start();
    await isNow(before.intent, 'canceled');
    await lookedAt(just.intent);
    expect(await statusOf(just.intent)).toBe('requires_payment_method');
  });

  test('is forgotten after the expiry date of a paid order if nobody knows it', async () => {
    const paid = async (intent: string, expiresAt?: string): Promise<void> => {
      const number = `checkout-${(orders += 1)}`;
      await log.payOffline(await log.beginCheckout(number, intent, expiresAt));
    };
    await paid('pi_of_nobody_new');
    await paid('pi_of_nobody_old', new Date(Date.now() - 11 * 60_000).toISOString());
    await start();
    await lookedAt('pi_of_nobody_new');
    await finished('pi_of_nobody_old');
    expect(await looksAt('pi_of_nobody_new')).toBeGreaterThan(0);
  });

  test('is forgotten once it is over at the gateway, and not if nobody knows it', async () => {
    const { intent } = await begun();
    done(await gateway.cancelIntent(intent, 'given up'));
    await log.beginCheckout(`checkout-${(orders += 1)}`, 'pi_of_nobody');
    await start();
    await lookedAt('pi_of_nobody');
    await finished(intent);
  });
});
