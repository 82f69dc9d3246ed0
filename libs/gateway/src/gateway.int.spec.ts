import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { runGatewaySandbox } from '../../../apps/gateway-sandbox/src/main.js';
import type { GatewaySandbox } from '../../../apps/gateway-sandbox/src/main.js';
import { openGateway } from './gateway.js';
import type { Gateway } from './gateway.js';
import type { CaptureRequest, NewIntent, PaymentIntent } from './model.js';
import type { Outcome } from './outcome.js';

const dataDir = mkdtempSync(join(tmpdir(), 'gateway-'));
let sandbox: GatewaySandbox;
let gateway: Gateway;
/** A gateway client that tries each call once, so that an answer can be lost for good. */
let impatient: Gateway;
let keys = 0;
const registry = new Registry();
const limits = { timeoutMs: 400, openMsMin: 50, openMsMax: 50, failuresMax: 4 };

const nextKey = (): string => `key-${(keys += 1)}`;

const plan = async (fault: string, { next = 1, path = '' } = {}): Promise<void> => {
  const body = new URLSearchParams({ fault, next: String(next), path });
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'POST', body });
};

beforeAll(async () => {
  sandbox = await runGatewaySandbox({ host: '127.0.0.1', port: 0, dataDir });
  gateway = await openGateway({
    ...{ apiBase: sandbox.url, secretKey: 'sk_test_spec', registry, limits },
  });
  impatient = await openGateway({
    ...{ apiBase: sandbox.url, secretKey: 'sk_test_spec' },
    limits: { ...limits, attemptsMax: 1 },
  });
});
beforeEach(async () => {
  await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});

const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
};

const newIntent = (amount = 10_000, change: Partial<NewIntent> = {}): NewIntent => ({
  ...{ amount, currency: 'SEK', methods: ['card'], capture: 'manual' },
  ...{ paymentMethodId: 'pm_card_visa', confirm: true },
  ...change,
});

const authorised = async (
  amount = 10_000,
  paymentMethodId = 'pm_card_visa',
): Promise<PaymentIntent> =>
  valueOf(await gateway.createIntent(newIntent(amount, { paymentMethodId }), nextKey()));

const captureOf = (
  { id }: PaymentIntent,
  change: Partial<CaptureRequest> = {},
): CaptureRequest => ({
  ...{ captureId: nextKey(), orderId: 'o-1', intentId: id, amount: 10_000, currency: 'SEK' },
  ...{ capturedBefore: 0, isFinal: true },
  ...change,
});

const captured = async ({ id }: PaymentIntent): Promise<number> =>
  valueOf(await gateway.readIntent(id)).captured;

/** Repeats the call until its outcome is known, as the worker does. */
const settled = async <Value>(ask: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
  for (;;) {
    const outcome = await ask();
    if (outcome.kind !== 'unknown') return outcome;
  }
};

describe('the calls', () => {
  test('a terminal intent, its tap and its capture', async () => {
    const made = valueOf(
      await gateway.createIntent(
        {
          ...{ amount: 28_500, currency: 'SEK', methods: ['card_present'], capture: 'manual' },
          metadata: { order_number: '1001' },
        },
        nextKey(),
      ),
    );
    expect(made).toMatchObject({
      ...{ status: 'requires_payment_method', currency: 'SEK', amount: 28_500, captured: 0 },
      metadata: { order_number: '1001' },
    });
    await fetch(`${sandbox.url}/sandbox/intents/${made.id}/tap`, { method: 'POST' });
    const request = captureOf(made, { amount: 28_500 });
    const done = valueOf(await gateway.capture(request));
    expect(done).toMatchObject({
      ...{ status: 'succeeded', captured: 28_500, capturable: 0 },
      metadata: { order_number: '1001', ledger_capture: request.captureId, ledger_order: 'o-1' },
      charge: { cardBrand: 'visa', cardLast4: '4242' },
    });
    expect(done.charge?.receiptUrl).toMatch(/^http/);
  });

  test('a card that is declined, and one that asks for more', async () => {
    const declined = { paymentMethodId: 'pm_card_chargeDeclinedInsufficientFunds' };
    expect(await gateway.createIntent(newIntent(5_000, declined), nextKey())).toMatchObject({
      kind: 'refused',
      refusal: { status: 402, code: 'card_declined', declineCode: 'insufficient_funds' },
    });
    const asking = { paymentMethodId: 'pm_card_authenticationRequired' };
    const intent = valueOf(await gateway.createIntent(newIntent(5_000, asking), nextKey()));
    expect(intent).toMatchObject({ status: 'requires_action' });
    expect(intent.redirectUrl).toContain(intent.id);
    const confirmed = await gateway.confirmIntent(intent.id, 'pm_card_visa', nextKey());
    expect(valueOf(confirmed).status).toBe('requires_capture');
  });

  test('customers and connection tokens', async () => {
    const address = { line1: 'Street 1', city: 'Town', countryCode: 'SE' };
    const details = { name: 'Ada', address, shipping: { name: 'Ada', address } };
    const { id } = valueOf(await gateway.createCustomer(details, nextKey()));
    expect(valueOf(await gateway.updateCustomer(id, { email: 'a@b.test' }, nextKey())).id).toBe(id);
    expect(valueOf(await gateway.readCustomer(id)).id).toBe(id);
    expect(await gateway.readCustomer('cus_gone')).toMatchObject({
      refusal: { status: 404, code: 'resource_missing' },
    });
    expect(valueOf(await gateway.connectionToken()).secret).toMatch(/^pst_/);
  });

  test('part captures, refunds and the release of the rest', async () => {
    const intent = await authorised();
    const first = captureOf(intent, { amount: 3_000, isFinal: false });
    expect(valueOf(await gateway.capture(first)).capturable).toBe(7_000);
    const second = captureOf(intent, { amount: 2_000, capturedBefore: 3_000, isFinal: false });
    expect(valueOf(await gateway.capture(second)).captured).toBe(5_000);
    const refund = { refundId: nextKey(), intentId: intent.id, amount: 4_000, currency: 'SEK' };
    const made = valueOf(await gateway.refund(refund));
    expect(valueOf(await gateway.refund(refund))).toEqual(made);
    const tooMuch = { ...refund, refundId: nextKey(), amount: 1_001 };
    expect(await gateway.refund(tooMuch)).toMatchObject({ refusal: { code: 'amount_too_large' } });
    const release = { releaseId: nextKey(), intentId: intent.id, orderId: 'o-1' };
    expect(valueOf(await gateway.release(release))).toMatchObject({
      ...{ status: 'canceled', captured: 5_000, capturable: 0 },
    });
    expect((await gateway.release(release)).kind).toBe('done');
  });

  test('an unknown intent is refused', async () => {
    const unknown = captureOf({ id: 'pi_unknown' } as PaymentIntent);
    expect(await gateway.capture(unknown)).toMatchObject({ refusal: { status: 404 } });
  });
});

describe('a fault at a capture: never twice, never lost', () => {
  test.each([
    ['500-after-effect', 'done', 10_000],
    ['500-before-effect', 'refused', 0],
    ['drop-after-effect', 'done', 10_000],
    ['drop-before-effect', 'done', 10_000],
    ['cut', 'done', 10_000],
    ['stall', 'done', 10_000],
    ['429', 'done', 10_000],
    // The delay is longer than the timeout, so the repeat arrives while the first request is
    // running.
    ['delay=900', 'done', 10_000],
  ])('%s', async (fault, kind, charged) => {
    const intent = await authorised();
    await plan(fault, { path: '/capture' });
    const request = captureOf(intent);
    const outcome = await settled(async () => gateway.capture(request));
    expect(outcome.kind).toBe(kind);
    expect(await captured(intent)).toBe(charged);
    expect((await settled(async () => gateway.capture(request))).kind).toBe(kind);
    expect(await captured(intent)).toBe(charged);
  });

  test('parts of the same amount are each made once', async () => {
    const intent = await authorised();
    for (const capturedBefore of [0, 2_000, 4_000]) {
      await plan('500-after-effect', { path: '/capture' });
      const request = captureOf(intent, { amount: 2_000, capturedBefore, isFinal: false });
      expect((await settled(async () => gateway.capture(request))).kind).toBe('done');
    }
    expect(await captured(intent)).toBe(6_000);
  });

  test('a key that is at work with other parameters proves nothing', async () => {
    const intent = await authorised();
    await plan('delay=300', { path: '/capture' });
    const request = captureOf(intent, { amount: 2_000, isFinal: false });
    const [first, second] = await Promise.all([
      impatient.capture(request),
      impatient.capture({ ...request, isFinal: true }),
    ]);
    const kinds = [first, second].map((outcome) =>
      outcome.kind === 'unknown' ? outcome.doubt.reason : outcome.kind,
    );
    expect(kinds.sort()).toEqual(['done', 'key-in-use']);
    expect(await captured(intent)).toBe(2_000);
  });

  test.each([
    ['becomes', { isFinal: true, fault: '500-before-effect', code: 'gateway_error' }],
    ['is no more', { isFinal: false, fault: '500-before-effect', code: 'gateway_error' }],
    ['becomes', { isFinal: true, fault: 'drop-after-effect', code: 'card_declined' }],
  ])('one that %s the last one gets the answer kept for it: %s', async (_, lost) => {
    const { isFinal, fault, code } = lost;
    const intent = await authorised(10_000, 'pm_card_visa_declineOnCapture');
    await plan(fault, { path: '/capture' });
    const request = captureOf(intent, { amount: 2_002, isFinal: !isFinal });
    expect((await impatient.capture(request)).kind).toBe('unknown');
    const outcome = await settled(async () => gateway.capture({ ...request, isFinal }));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code } });
    expect(await captured(intent)).toBe(0);
  });

  test('a key that the gateway has forgotten captures nothing twice', async () => {
    const intent = await authorised();
    const request = captureOf(intent, { amount: 2_000, isFinal: false });
    await gateway.capture(request);
    // The gateway does not recognise a repeat whose key it has forgotten. A repeat with a new key
    // has the same effect, so the test uses one.
    expect((await gateway.capture({ ...request, captureId: nextKey() })).kind).toBe('done');
    expect(await captured(intent)).toBe(2_000);
  });

  test('an intent is captured for one order: what it received settles no other one', async () => {
    const intent = await authorised();
    await gateway.capture(captureOf(intent));
    const other = captureOf(intent, { orderId: 'o-2' });
    expect(await gateway.capture(other)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'payment_intent_unexpected_state' },
    });
    expect(await captured(intent)).toBe(10_000);

    const shared = await authorised();
    const first = captureOf(shared, { amount: 2_000, isFinal: false });
    await gateway.capture(first);
    const second = { ...first, captureId: nextKey(), orderId: 'o-2' };
    expect(await gateway.capture(second)).toMatchObject({
      kind: 'unknown',
      doubt: { reason: 'contradiction', message: expect.stringContaining('another order: o-1') },
    });
    expect(await captured(shared)).toBe(2_000);
  });

  test.each(['500-after-effect', 'drop-after-effect', 'cut', 'stall'])(
    'a refund: %s',
    async (fault) => {
      const intent = await authorised();
      await gateway.capture(captureOf(intent));
      await plan(fault, { path: '/refunds' });
      const request = { refundId: nextKey(), intentId: intent.id, amount: 4_000, currency: 'SEK' };
      // The first planned fault hits the list of refunds, the second one the refund itself.
      await plan(fault, { path: '/refunds' });
      expect((await settled(async () => gateway.refund(request))).kind).toBe('done');
      const rest = { ...request, refundId: nextKey(), amount: 6_001 };
      expect((await gateway.refund(rest)).kind).toBe('refused');
    },
  );
});

describe('a gateway that does not work', () => {
  let server: Server;
  let handle: RequestListener;
  let requests = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests += 1;
      handle(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = async (change = {}): Promise<Gateway> => {
    const { port } = server.address() as AddressInfo;
    const apiBase = `http://127.0.0.1:${port}`;
    return openGateway({ apiBase, secretKey: 'sk_test_x', limits: { ...limits, ...change } });
  };
  const answering =
    (status: number, body: string, headers = {}): RequestListener =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    };

  test.each([
    ['no JSON', 200, '<html>', 'connection'],
    ['JSON of another kind', 200, '{"object":"list"}', 'connection'],
    ['a 500 without an error in it', 500, '{}', 'gateway-error'],
    ['a 502 of a proxy', 502, '<html>', 'connection'],
    [
      'a wrong secret key',
      401,
      '{"error":{"type":"invalid_request_error","message":"No."}}',
      'credentials',
    ],
    ['a redirection', 301, '{"object":"payment_intent"}', 'connection'],
  ])('%s leaves the outcome open', async (_, ...row) => {
    const [status, body, reason] = row;
    handle = answering(status, body);
    const outcome = await (await open({ attemptsMax: 1 })).readIntent('pi_1');
    expect(outcome).toMatchObject({ kind: 'unknown', doubt: { reason } });
  });

  test('an answer that never ends is broken off', async () => {
    handle = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    const outcome = await (await open({ attemptsMax: 1 })).readIntent('pi_1');
    expect(outcome).toMatchObject({ doubt: { reason: 'time-out' } });
  });

  test('a request that is given up ends its connection', async () => {
    const closed: Promise<unknown>[] = [];
    handle = (request) => {
      closed.push(once(request.socket, 'close'));
    };
    const outcome = await (await open({ attemptsMax: 1 })).readIntent('pi_1');
    expect(outcome).toMatchObject({ doubt: { reason: 'time-out' } });
    expect(closed).toHaveLength(1);
    await closed[0];
  });

  test('a request that waited for a connection until it was given up is not sent', async () => {
    handle = () => undefined;
    const narrow = await open({ attemptsMax: 1, connectionsMax: 1 });
    const both = await Promise.all([narrow.readIntent('pi_1'), narrow.readIntent('pi_2')]);
    for (const outcome of both) expect(outcome).toMatchObject({ doubt: { reason: 'time-out' } });
    handle = answering(404, '{"error":{"type":"invalid_request_error","message":"No."}}');
    expect((await narrow.readIntent('pi_3')).kind).toBe('refused');
    expect(requests).toBe(2);
  });

  test('a closed connection is not repeated by the client itself', async () => {
    handle = (request) => {
      request.socket.resetAndDestroy();
    };
    const outcome = await (await open({ attemptsMax: 1 })).readIntent('pi_1');
    expect(outcome).toMatchObject({ doubt: { reason: 'connection' } });
    expect(requests).toBe(1);
  });

  test.each(['capture', 'refund'] as const)(
    'a refused reading does not refuse a %s',
    async (kind) => {
      handle = answering(400, '{"error":{"type":"invalid_request_error","message":"No."}}');
      const request = { intentId: 'pi_1', amount: 100, currency: 'SEK' };
      const asked = await open();
      const outcome =
        kind === 'capture'
          ? await asked.capture(captureOf({ id: 'pi_1' } as PaymentIntent))
          : await asked.refund({ ...request, refundId: 'r-1' });
      expect(outcome).toMatchObject({ kind: 'unknown', doubt: { reason: 'contradiction' } });
      expect(requests).toBe(1);
    },
  );

  test('nobody listens', async () => {
    const apiBase = 'http://127.0.0.1:1';
    const away = await openGateway({ apiBase, secretKey: 'sk_test_x', limits });
    expect(await away.readIntent('pi_1')).toMatchObject({ doubt: { reason: 'connection' } });
  });

  test('the breaker opens, and closes when the gateway is back', async () => {
    handle = answering(503, '{"error":{"type":"api_error","message":"Down."}}');
    const breaking = await open({ attemptsMax: 1 });
    for (let failure = 0; failure < limits.failuresMax; failure += 1) {
      expect(await breaking.readIntent('pi_1')).toMatchObject({
        doubt: { reason: 'gateway-error' },
      });
    }
    expect(breaking.breaker).toBe('open');
    expect(await breaking.readIntent('pi_1')).toMatchObject({ doubt: { reason: 'breaker-open' } });
    expect(requests).toBe(limits.failuresMax);
    const intent = { object: 'payment_intent', id: 'pi_1', status: 'succeeded', currency: 'sek' };
    handle = answering(200, JSON.stringify(intent));
    const outcome = await settled(async () => breaking.readIntent('pi_1'));
    expect(outcome.kind).toBe('done');
    expect(breaking.breaker).toBe('closed');
  });

  test('a refusal does not open it', async () => {
    handle = answering(402, '{"error":{"type":"card_error","code":"card_declined"}}');
    const declining = await open();
    for (let call = 0; call < 2 * limits.failuresMax; call += 1) await declining.readIntent('pi_1');
    expect(declining.breaker).toBe('closed');
    expect(requests).toBe(2 * limits.failuresMax);
  });
});

test('calls are counted by how they ended', async () => {
  const text = await registry.metrics();
  expect(text).toMatch(/ledger_gateway_calls_total\{call="capture",outcome="done"\} \d/);
  expect(text).toMatch(/ledger_gateway_calls_total\{call="create-intent",outcome="refused"\} 1/);
  expect(text).toMatch(/ledger_gateway_attempt_duration_seconds_count\{call="refund"\} \d/);
  expect(text).toMatch(/ledger_gateway_breaker_open 0/);
});
