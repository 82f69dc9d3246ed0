import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { InvalidToken, SigningKeys } from '#access';
import { ThrottledWarnings } from '#runtime';
import {
  ApiUnderTest,
  type Credentials,
  demoClient,
  otherStore,
} from '../../../../test/support/api-under-test.js';
import { until } from '../../../../test/support/until.js';
import { Authenticator } from '../contract-kit/authenticator.js';
import { Contracts, type Contract } from '../contract-kit/contract.js';
import { templateContract } from '../contract-kit/template/template-contract.js';
import { Departure } from '../http/departure.js';
import { fastifyAdapter } from '../http/fastify-adapter.js';
import { HttpMetrics } from '../metrics/http-metrics.js';
import { bearerOf } from '../testing/bearer-of.js';
import type {
  ConformanceFixture,
  RegisteredOrder,
  WireAnswer,
  WireRequest,
} from '../testing/conformance-fixture.js';
import { contracts as listed } from './contracts.js';
import { noKeys } from '../testing/stand-ins.js';

/** Every contract of the list, and the template that new ones are copied from. */
const contracts = new Contracts([...listed.all, templateContract], listed.of('/'));

const fixtureOf = async ({ name }: Contract): Promise<ConformanceFixture> => {
  const folder = name === 'template' ? '../contract-kit/template' : `./${name}`;
  const module = (await import(`${folder}/testing/conformance.js`)) as {
    fixture: ConformanceFixture;
  };
  return module.fixture;
};

const api = new ApiUnderTest({ contracts, hasGateway: true, allowInsecureBasic: true });
let shop: Credentials;
let rival: Credentials;
/** A client that may read the shop's orders but may not capture them. */
let reader: Credentials;
let admin: Record<string, string>;

beforeAll(async () => {
  await api.start();
  admin = await bearerOf(api.url, demoClient);
  shop = await api.createClient({ clientId: 'one-store', stores: ['demo-se'] });
  rival = await api.createClient({ clientId: 'rival', stores: [otherStore] });
  const [stores, scopes] = [['demo-se'], ['orders:read']] as const;
  reader = await api.createClient({ clientId: 'reader', stores, scopes });
});
afterAll(async () => {
  await api.stop();
});

const send = async (request: WireRequest): Promise<WireAnswer> => {
  const { method, path, headers = {}, body } = request;
  const init = {
    method,
    headers,
    ...(body !== undefined && { body }),
    redirect: 'manual',
  } as const;
  const answer = await fetch(api.url + path, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

const ledger = async (path: string, body?: object): Promise<Record<string, unknown>> => {
  const answer = await fetch(api.url + path, {
    headers: { ...admin, 'Content-Type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
};

interface CardPayment {
  /** Minor units. */
  readonly amount: number;
  /** A test card of the gateway sandbox. */
  readonly card: string;
}

const accepted: CardPayment = { amount: 28500, card: 'pm_card_visa' };

/**
 * The gateway sandbox authorises this payment, but refuses to capture it because the amount ends in
 * 02.
 */
const refusedAtCapture: CardPayment = { amount: 28502, card: 'pm_card_visa_declineOnCapture' };

/** A payment that was authorised at the gateway. */
const authorisedIntent = async (
  orderNumber: string,
  { amount, card }: CardPayment,
): Promise<string> => {
  const answer = await fetch(`${api.gatewayUrl}/v1/payment_intents`, {
    method: 'POST',
    headers: { Authorization: 'Bearer sk_test_spec' },
    body: new URLSearchParams({
      ...{ amount: String(amount), currency: 'sek', capture_method: 'manual', confirm: 'true' },
      ...{ payment_method: card, 'metadata[order_id]': orderNumber },
    }),
  });
  return ((await answer.json()) as { id: string }).id;
};

let registered = 1_000_000;

const register = async (
  paymentMethod: 'invoice' | 'card',
  payment = accepted,
): Promise<RegisteredOrder> => {
  const orderNumber = String((registered += 1));
  const paymentIntent =
    paymentMethod === 'card' ? await authorisedIntent(orderNumber, payment) : undefined;
  const { orderId } = await ledger('/v1/orders', {
    ...{ store: 'demo-se', orderNumber, paymentMethod },
    rows: [{ description: 'Shoes', unitPrice: payment.amount, quantity: 1, vatRate: 25 }],
    authorization: { status: 'authorized', ...(paymentIntent && { paymentIntent }) },
  });
  return { orderId: String(orderId), orderNumber, ...(paymentIntent && { paymentIntent }) };
};

/**
 * The captures in an order's history. The history is read from the log, so that the specs need not
 * wait until a projection has caught up.
 */
const capturesOf = async ({ orderId }: RegisteredOrder): Promise<unknown[]> => {
  const { entries } = await ledger(`/v1/orders/${orderId}/history`);
  return (entries as { type: string }[]).filter(({ type }) => /Captured|Replaced/.test(type));
};

const nobodyKnown = {
  tokenVerifier: { clientOf: () => undefined, verify: () => Promise.reject(new InvalidToken()) },
  authenticator: { authenticate: () => Promise.resolve(undefined) },
  keyAuthenticator: noKeys,
  signingKeys: new SigningKeys(new Uint8Array(32)),
  credentialRules: {},
  pool: undefined as never,
};

/**
 * Starts a server that has already reached its limit of concurrent requests. Sends a request and
 * returns the answer.
 */
const overloaded = async (path: string): Promise<WireAnswer> => {
  const server = fastifyAdapter(contracts, {
    warnings: new ThrottledWarnings({ warn: () => undefined } as never),
    metrics: new HttpMetrics(new Registry(), () => 'none'),
    limits: { requestsInFlight: 0, commandsInFlight: 0 },
    departure: new Departure(),
    authenticator: new Authenticator(contracts, nobodyKnown),
  }).getInstance<FastifyInstance>();
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  try {
    const answer = await fetch(url + path, { method: 'POST', body: '{}' });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } finally {
    await server.close();
  }
};

/**
 * Sends a request and returns the open connection without reading the answer, so that a spec can
 * break the connection.
 */
const sendUnheard = ({ method, path, headers = {}, body = '' }: WireRequest): Promise<Socket> => {
  const { hostname, port } = new URL(api.url);
  const lines = Object.entries({ Host: hostname, 'Content-Length': body.length, ...headers });
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n${String(body)}`, () => {
        resolve(socket);
      });
    });
    socket.once('error', reject);
  });
};

const malformed: readonly (readonly [string, string | Uint8Array])[] = [
  ['no JSON', '{"amount": '],
  ['NUL', '{"note": "a\\u0000b", "amount": 1, "description": "a\\u0000b"}'],
  ['no UTF-8', Uint8Array.from([0x7b, 0x22, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ['a name twice', '{"amount": 1, "amount": 2}'],
  ['NaN', '{"amount": NaN}'],
  ['a list', '[1]'],
  ['a text', '"text"'],
];

describe.each(contracts.all.map((contract) => [contract.name, contract] as const))(
  'the contract %s',
  (_name, contract) => {
    let fixture: ConformanceFixture;
    let own: Record<string, string>;
    const errors: WireAnswer[] = [];

    beforeAll(async () => {
      fixture = await fixtureOf(contract);
      own = await fixture.authenticate(api.url, shop);
    });

    /** Expects an error in the contract's format and returns the status of the answer. */
    const refused = async (request: WireRequest): Promise<number> => {
      const answer = await send(request);
      errors.push(answer);
      expect(answer.headers.get('X-Request-Id')).not.toBeNull();
      expect(fixture.isError(answer)).toBe(true);
      return answer.status;
    };

    const captureOf = (order: RegisteredOrder, more: Partial<WireRequest> = {}): WireRequest => {
      const request = fixture.capture?.request(order);
      if (request === undefined) throw new Error('The contract captures nothing');
      const headers = { ...request.headers, ...own, ...more.headers };
      return { ...request, ...more, headers };
    };

    /**
     * The headers that give a capture this idempotency key; none for a contract that takes no keys.
     */
    const keyed = (key: string): Record<string, string> =>
      fixture.capture?.keyHeader === undefined ? {} : { [fixture.capture.keyHeader]: key };

    test('answers an unknown address in its envelope', async () => {
      const [base] = contract.basePaths;
      expect(await refused({ method: 'GET', path: `${base}/no/such/thing`, headers: own })).toBe(
        404,
      );
    });

    test('answers an unknown method in its envelope', async () => {
      const request = { method: 'PUT', path: fixture.path, headers: own, body: '{}' };
      const isFound = contract.routing.unknownMethod === 'method-not-allowed';
      expect(await refused(request)).toBe(isFound ? 405 : 404);
      if (isFound) expect(errors.at(-1)?.headers.get('Allow')).toMatch(/^[A-Z, ]+$/);
    });

    test('answers overload in its envelope, with Retry-After', async () => {
      const answer = await overloaded(fixture.path);
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThanOrEqual(1);
      expect(fixture.isError(answer)).toBe(true);
    });

    test('captures nothing for a caller without credentials', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      const request = fixture.capture.request(order);
      expect(await refused(request)).toBe(401);
      expect(await capturesOf(order)).toEqual([]);
    });

    test('captures nothing for a caller with wrong credentials', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      // Four characters are cut off each credential. The last character of a Base64 signature may
      // hold only padding bits, so cutting one character might leave the signature valid.
      const wrong = Object.entries(own).map(([name, value]) => [name, value.slice(0, -4)]);
      const headers = Object.fromEntries(wrong) as Record<string, string>;
      expect(await refused(captureOf(order, { headers }))).toBe(401);
      expect(await capturesOf(order)).toEqual([]);
    });

    test('captures nothing for a caller without the scope', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      const headers = await fixture.authenticate(api.url, reader);
      expect(await refused(captureOf(order, { headers }))).toBe(403);
      expect(await capturesOf(order)).toEqual([]);
    });

    test('answers 404 to an order of another store exactly as to an unknown one', async () => {
      const { capture } = fixture;
      if (capture === undefined || capture.hidden.some((status) => status !== 404)) return;
      const order = await register(capture.paymentMethod ?? 'invoice');
      const headers = {
        ...(await fixture.authenticate(api.url, rival)),
        'X-Request-Id': randomUUID(),
      };
      const unknown = { ...order, orderId: randomUUID(), orderNumber: '999' };
      const [ofOther, ofNone] = [
        await send(captureOf(order, { headers })),
        await send(captureOf(unknown, { headers })),
      ];
      const named = ({ orderId, orderNumber }: RegisteredOrder, { status, text }: WireAnswer) => ({
        status,
        text: text.replaceAll(orderId, 'ID').replaceAll(orderNumber, 'NUMBER'),
      });
      expect(named(order, ofOther)).toEqual(named(unknown, ofNone));
    });

    test('reports no capture that the gateway refuses', async () => {
      if (fixture.capture?.refused === undefined) return;
      const order = await register('card', refusedAtCapture);
      expect(await refused(captureOf(order))).toBe(fixture.capture.refused);
    });

    test('captures nothing of another store', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      const headers = await fixture.authenticate(api.url, rival);
      const status = await refused(captureOf(order, { headers }));
      expect(fixture.capture.hidden).toContain(status);
      expect(await capturesOf(order)).toEqual([]);
    });

    test.each(malformed)('refuses a body with %s, and captures nothing', async (_what, body) => {
      if (fixture.capture === undefined || fixture.capture.ignoresBody === true) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      expect(await refused(captureOf(order, { body }))).toBe(400);
      expect(await capturesOf(order)).toEqual([]);
    });

    test('refuses a body that is too large', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      const body = JSON.stringify({ padding: 'x'.repeat(1024 * 1024) });
      expect(await refused(captureOf(order, { body }))).toBe(413);
      expect(await capturesOf(order)).toEqual([]);
    });

    test('gives the same request under one key one effect and one answer', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      const request = captureOf(order, { headers: keyed('k-1') });
      const answers = await Promise.all(Array.from({ length: 5 }, () => send(request)));
      expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(fixture.capture.succeeds));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(await capturesOf(order)).toHaveLength(1);
    });

    test.each(['a key', 'k'.repeat(257)])('refuses the malformed key "%s"', async (key) => {
      if (fixture.capture?.keyHeader === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      expect(await refused(captureOf(order, { headers: keyed(key) }))).toBe(400);
      expect(await capturesOf(order)).toEqual([]);
    });

    test('does not take an empty header for a key', async () => {
      if (fixture.capture?.keyHeader === undefined) return;
      const { paymentMethod = 'invoice', succeeds, repeated } = fixture.capture;
      const order = await register(paymentMethod);
      const request = captureOf(order, { headers: keyed('') });
      if ((await send(request)).status !== succeeds) expect(await refused(request)).toBe(400);
      else expect((await send(request)).status).toBe(repeated);
    });

    test('answers a repeat without a key as it says, without a second effect', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      expect((await send(captureOf(order))).status).toBe(fixture.capture.succeeds);
      const again = await send(captureOf(order));
      expect(again.status).toBe(fixture.capture.repeated);
      if (again.status >= 400) expect(fixture.isError(again)).toBe(true);
      expect(await capturesOf(order)).toHaveLength(1);
    });

    test('captures once although the first answer is lost', async () => {
      if (fixture.capture === undefined) return;
      const order = await register(fixture.capture.paymentMethod ?? 'invoice');
      const request = captureOf(order, { headers: keyed('lost') });
      const socket = await sendUnheard(request);
      await until(async () => (await capturesOf(order)).length > 0);
      socket.destroy();
      const { succeeds, keyHeader, repeated } = fixture.capture;
      expect((await send(request)).status).toBe(keyHeader === undefined ? repeated : succeeds);
      expect(await capturesOf(order)).toHaveLength(1);
    });

    test('answered none of the above with 500', () => {
      expect(errors.filter(({ status }) => status >= 500)).toEqual([]);
      expect(api.failures).toEqual([]);
    });
  },
);
