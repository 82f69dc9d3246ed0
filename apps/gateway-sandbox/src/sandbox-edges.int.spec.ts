import { describe, expect, test } from '@jest/globals';
import { createServer, request as httpRequest } from 'node:http';
import { once } from 'node:events';
import type Stripe from 'stripe';
import { clientOf, error, useSandbox } from './testing/use-sandbox.js';

const sandbox = useSandbox();

describe('over time and in pages', () => {
  test('an authorisation lapses by itself, at a terminal sooner', async () => {
    const id = await sandbox.authorised();
    await sandbox.start({ terminalHeldSeconds: 0 });
    expect(await sandbox.received(id)).toBe(0);
    const terminal = await sandbox.stripe.paymentIntents.create({
      ...{ amount: 500, currency: 'sek', capture_method: 'manual' },
      payment_method_types: ['card_present'],
    });
    await sandbox.post(`/sandbox/intents/${terminal.id}/tap`);
    expect(await sandbox.stripe.paymentIntents.retrieve(terminal.id)).toMatchObject({
      ...{ status: 'canceled', cancellation_reason: 'expired', amount_capturable: 0 },
    });
    const refused = await error(sandbox.stripe.paymentIntents.capture(terminal.id));
    expect(refused).toMatchObject({ statusCode: 400, code: 'charge_expired_for_capture' });
    await sandbox.start();
    expect((await sandbox.stripe.paymentIntents.capture(id)).status).toBe('succeeded');
  });

  test('receipts are found after a restart: the port is kept, unless somebody has taken it', async () => {
    const { url } = sandbox;
    await sandbox.start();
    expect(sandbox.url).toBe(url);
    await sandbox.stop();
    const other = createServer().listen(Number(new URL(url).port), '127.0.0.1');
    await once(other, 'listening');
    try {
      await sandbox.start();
      expect(sandbox.url).not.toBe(url);
    } finally {
      other.close();
    }
  });

  test('lists are paged in both ways', async () => {
    const { id: customer } = await sandbox.stripe.customers.create();
    const made: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const intent = { amount: 500, currency: 'sek', customer };
      made.unshift((await sandbox.stripe.paymentIntents.create(intent)).id);
    }
    const page = async (rest: Stripe.PaymentIntentListParams) => {
      const { data, has_more } = await sandbox.stripe.paymentIntents.list({ customer, ...rest });
      return [data.map(({ id }) => made.indexOf(id)), has_more];
    };
    const [, second = '', third = '', last = ''] = made;
    expect(await page({})).toEqual([[0, 1, 2, 3], false]);
    expect(await page({ limit: 2 })).toEqual([[0, 1], true]);
    expect(await page({ limit: 2, starting_after: second })).toEqual([[2, 3], false]);
    expect(await page({ limit: 2, starting_after: last })).toEqual([[], false]);
    expect(await page({ limit: 1, ending_before: third })).toEqual([[1], true]);
    expect(await page({ limit: 2, ending_before: third })).toEqual([[0, 1], false]);
    for (const rest of [{ starting_after: 'pi_x' }, { ending_before: 'pi_x' }]) {
      expect(await error(sandbox.stripe.paymentIntents.list(rest))).toMatchObject({
        ...{ statusCode: 400, code: 'resource_missing', param: Object.keys(rest)[0] },
      });
    }
    for (const limit of [0, 101]) {
      expect(await error(sandbox.stripe.paymentIntents.list({ limit }))).toMatchObject({
        ...{ statusCode: 400, param: 'limit' },
      });
    }
  });
});

describe('at its edges', () => {
  test('a live key and no key are refused', async () => {
    for (const key of ['sk_live_abc', 'rk_live_abc']) {
      const refused = await error(clientOf(sandbox.url, key).paymentIntents.list());
      expect(refused).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
    }
    expect((await sandbox.post('/v1/customers')).status).toBe(401);
    const basic = `Basic ${Buffer.from('sk_test_x:').toString('base64')}`;
    expect((await sandbox.post('/v1/customers', '', { authorization: basic })).status).toBe(200);
  });

  test.each([
    ['no route', '/v1/nothing', '', 404],
    ['an unknown intent', '/v1/payment_intents/pi_x/capture', '', 404],
    ['no amount', '/v1/payment_intents', 'currency=sek', 400],
    ['an amount that is none', '/v1/payment_intents', 'currency=sek&amount=-1', 400],
    ['a small amount', '/v1/payment_intents', 'currency=sek&amount=49', 400],
    ['no currency', '/v1/payment_intents', 'amount=500', 400],
    [
      'an unknown method type',
      '/v1/payment_intents',
      'amount=500&currency=sek&payment_method_types[]=gold',
      400,
    ],
    ['metadata that is a text', '/v1/customers', 'metadata=a', 400],
    ['an empty text', '/v1/customers', 'name=', 200],
    ['an empty amount', '/v1/payment_intents', 'amount=&currency=sek', 400],
    ['an empty choice', '/v1/payment_intents', 'amount=500&currency=sek&capture_method=', 400],
    ['metadata of a long name', '/v1/customers', `metadata[${'a'.repeat(41)}]=b`, 400],
    ['names of the prototype', '/v1/customers', '__proto__[a]=b&metadata[__proto__]=c', 200],
    ['too many parameters', '/v1/customers', 'a=1&'.repeat(500), 400],
    ['a body that is too large', '/v1/customers', `name=${'a'.repeat(70_000)}`, 413],
  ])('%s', async (_, path, body, status) => {
    const answer = await sandbox.post(path, body, { authorization: 'Bearer sk_test_spec' });
    expect(answer.status).toBe(status);
  });

  test('unknown parameters and currencies are refused, and leave their key free', async () => {
    const options = { idempotencyKey: 'strange' };
    const intent = { amount: 500, currency: 'sek' };
    const create = (other: object) =>
      sandbox.stripe.paymentIntents.create({ ...intent, ...other }, options);
    expect(await error(create({ payment_methods: ['card'] }))).toMatchObject({
      ...{ type: 'StripeInvalidRequestError', statusCode: 400, code: 'parameter_unknown' },
      ...{ param: 'payment_methods', message: 'Received unknown parameter: payment_methods' },
    });
    const currency = await error(create({ currency: 'xyz' }));
    expect(currency).toMatchObject({ statusCode: 400, param: 'currency' });
    const many = error(sandbox.stripe.refunds.create({ intent: 'a', sum: 1 } as object));
    expect(await many).toMatchObject({ message: 'Received unknown parameters: intent, sum' });
    const created = { created: { gt: 1 } };
    const filtered = await error(sandbox.stripe.paymentIntents.list(created));
    expect(filtered).toMatchObject({ code: 'parameter_unknown', param: 'created' });
    const known = { description: 'Order 1', statement_descriptor_suffix: 'SHOP' };
    expect((await create(known)).description).toBe('Order 1');
    const key = { authorization: 'Bearer sk_test_spec' };
    const path = `${sandbox.url}/v1/payment_intents`;
    expect((await fetch(path, { method: 'HEAD', headers: key })).status).toBe(200);
  });

  test('JSON is not what the gateway reads', async () => {
    const headers = { authorization: 'Bearer sk_test_spec', 'content-type': 'application/json' };
    expect((await sandbox.post('/v1/customers', '{}', headers)).status).toBe(415);
  });

  test('requests at once with one key are bounded', async () => {
    await sandbox.start({ requestsPerKeyMax: 2 });
    const headers = { authorization: 'Bearer sk_test_spec', 'sandbox-fault': 'delay=300' };
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => sandbox.post('/v1/customers', '', headers)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  test('the number of intents is bounded', async () => {
    await sandbox.start({ intentsMax: 1 });
    expect(await error(sandbox.authorised())).toMatchObject({ statusCode: 429 });
    await sandbox.start();
  });
});

test('a restart keeps intents and keys', async () => {
  const id = await sandbox.authorised();
  const options = { idempotencyKey: `before ${id}` };
  await sandbox.stripe.paymentIntents.capture(id, {}, options);
  await sandbox.start();
  const again = await sandbox.stripe.paymentIntents.capture(id, {}, options);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(await sandbox.received(id)).toBe(10_000);
  const [first] = (
    await sandbox.stripe.paymentIntents.list({ limit: 1, expand: ['data.latest_charge'] })
  ).data;
  expect(first).toMatchObject({ id, latest_charge: { amount_captured: 10_000 } });
});

test('a request that never answers ends with the sandbox', async () => {
  const { hostname, port } = new URL(sandbox.url);
  const ended = new Promise<string>((resolve) => {
    const headers = { authorization: 'Bearer sk_test_spec', 'sandbox-fault': 'stall' };
    const path = '/v1/customers';
    const options = { hostname, port, path, method: 'POST', headers };
    httpRequest(options, () => {
      resolve('answered');
    })
      .on('error', () => {
        resolve('broken off');
      })
      .end();
  });
  const made = async (): Promise<number> =>
    (await sandbox.stripe.paymentIntents.list()).data.length;
  expect(await made()).toBeGreaterThan(0);
  await sandbox.stop();
  expect(await ended).toBe('broken off');
  await sandbox.start();
});
