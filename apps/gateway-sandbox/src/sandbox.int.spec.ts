import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { runGatewaySandbox } from './main.js';
import type { GatewaySandbox } from './main.js';

const dataDir = mkdtempSync(join(tmpdir(), 'gateway-sandbox-'));
let sandbox: GatewaySandbox;
let stripe: Stripe;

const clientOf = (url: string, key = 'sk_test_spec'): Stripe => {
  const { hostname, port } = new URL(url);
  return new Stripe(key, {
    ...{ host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false },
  });
};

const start = async (limits = {}): Promise<void> => {
  sandbox = await runGatewaySandbox({ host: '127.0.0.1', port: 0, dataDir, limits });
  stripe = clientOf(sandbox.url);
};

beforeAll(async () => start());
afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});

const error = async (work: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  work.then(
    () => {
      throw new Error('It was not refused.');
    },
    (reason: unknown) => reason as Stripe.errors.StripeError,
  );

const post = async (path: string, body = '', headers = {}): Promise<Response> =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

const authorised = async (amount = 10_000, method = 'pm_card_visa'): Promise<string> => {
  const { id } = await stripe.paymentIntents.create({
    ...{ amount, currency: 'sek', payment_method: method, confirm: true },
    ...{ capture_method: 'manual', payment_method_types: ['card'] },
  });
  return id;
};

const received = async (id: string): Promise<number> =>
  (await stripe.paymentIntents.retrieve(id)).amount_received;

describe('intents', () => {
  test('a terminal intent is tapped and captured', async () => {
    const created = await stripe.paymentIntents.create({
      ...{ amount: 28_500, currency: 'SEK', capture_method: 'manual' },
      payment_method_types: ['card_present', 'interac_present'],
      metadata: { order_number: '1001', order_id: 'o-1' },
    });
    expect(created).toMatchObject({
      ...{ object: 'payment_intent', currency: 'sek', status: 'requires_payment_method' },
      payment_method_types: ['card_present', 'interac_present'],
      metadata: { order_number: '1001', order_id: 'o-1' },
      ...{ livemode: false, latest_charge: null, amount_received: 0 },
    });
    expect(created.id).toMatch(/^pi_[A-Za-z0-9]{24}$/);
    expect((await post(`/sandbox/intents/${created.id}/tap`)).status).toBe(200);
    const tapped = await stripe.paymentIntents.retrieve(created.id, { expand: ['latest_charge'] });
    expect(tapped).toMatchObject({ status: 'requires_capture', amount_capturable: 28_500 });
    expect(tapped.latest_charge).toMatchObject({
      ...{ object: 'charge', amount: 28_500, amount_captured: 0, captured: false, paid: true },
      payment_method_details: { type: 'card_present', card_present: { brand: 'visa' } },
    });
    const captured = await stripe.paymentIntents.capture(created.id, {
      metadata: { captured_by: 'spec' },
    });
    expect(captured).toMatchObject({
      ...{ status: 'succeeded', amount_received: 28_500, amount_capturable: 0 },
      metadata: { order_number: '1001', captured_by: 'spec' },
    });
    const again = await error(stripe.paymentIntents.capture(created.id));
    expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect(again.payment_intent).toMatchObject({ id: created.id, status: 'succeeded' });
    expect(await error(stripe.paymentIntents.cancel(created.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  test('an intent without a manual capture is charged when it is confirmed', async () => {
    const { id, status } = await stripe.paymentIntents.create({ amount: 5_000, currency: 'eur' });
    expect(status).toBe('requires_payment_method');
    const confirmed = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(confirmed).toMatchObject({ status: 'succeeded', amount_received: 5_000 });
  });

  test('part captures keep the rest while they are not final', async () => {
    const id = await authorised(10_000);
    const first = { amount_to_capture: 3_000, final_capture: false };
    expect(await stripe.paymentIntents.capture(id, first)).toMatchObject({
      ...{ status: 'requires_capture', amount_received: 3_000, amount_capturable: 7_000 },
    });
    const tooMuch = await error(stripe.paymentIntents.capture(id, { amount_to_capture: 7_001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, code: 'amount_too_large' });
    const tooLittle = await error(stripe.paymentIntents.capture(id, { amount_to_capture: 49 }));
    expect(tooLittle).toMatchObject({ statusCode: 400, code: 'amount_too_small' });
    const last = await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000 });
    expect(last).toMatchObject({
      ...{ status: 'succeeded', amount_received: 5_000, amount_capturable: 0 },
    });
  });

  test('what is not captured is released by a cancellation', async () => {
    const id = await authorised(10_000);
    await stripe.paymentIntents.capture(id, { amount_to_capture: 3_000, final_capture: false });
    expect(await stripe.paymentIntents.cancel(id)).toMatchObject({
      ...{ status: 'canceled', amount_received: 3_000, amount_capturable: 0 },
    });
    const refused = await error(stripe.paymentIntents.capture(id));
    expect(refused).toMatchObject({ code: 'payment_intent_unexpected_state' });
  });

  test('an authorisation lapses by itself, at a terminal sooner', async () => {
    const id = await authorised();
    await sandbox.stop();
    await start({ terminalHeldSeconds: 0 });
    expect(await received(id)).toBe(0);
    const terminal = await stripe.paymentIntents.create({
      ...{ amount: 500, currency: 'sek', capture_method: 'manual' },
      payment_method_types: ['card_present'],
    });
    await post(`/sandbox/intents/${terminal.id}/tap`);
    expect(await stripe.paymentIntents.retrieve(terminal.id)).toMatchObject({
      ...{ status: 'canceled', cancellation_reason: 'expired', amount_capturable: 0 },
    });
    const refused = await error(stripe.paymentIntents.capture(terminal.id));
    expect(refused).toMatchObject({ statusCode: 400, code: 'charge_expired_for_capture' });
    await sandbox.stop();
    await start();
    expect((await stripe.paymentIntents.capture(id)).status).toBe('succeeded');
  });

  test('lists are paged in both ways', async () => {
    const { id: customer } = await stripe.customers.create();
    const made: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const intent = { amount: 500, currency: 'sek', customer };
      made.unshift((await stripe.paymentIntents.create(intent)).id);
    }
    const page = async (rest: Stripe.PaymentIntentListParams) => {
      const { data, has_more } = await stripe.paymentIntents.list({ customer, ...rest });
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
      expect(await error(stripe.paymentIntents.list(rest))).toMatchObject({
        ...{ statusCode: 400, code: 'resource_missing', param: Object.keys(rest)[0] },
      });
    }
    for (const limit of [0, 101]) {
      expect(await error(stripe.paymentIntents.list({ limit }))).toMatchObject({
        ...{ statusCode: 400, param: 'limit' },
      });
    }
  });

  test('a lapsed authorisation is no longer captured', async () => {
    const id = await authorised();
    await post(`/sandbox/intents/${id}/lapse`);
    const refused = await error(stripe.paymentIntents.capture(id));
    expect(refused).toMatchObject({ statusCode: 400, code: 'charge_expired_for_capture' });
  });
});

describe('test cards', () => {
  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ])('%s is declined', async (method, code, declineCode) => {
    const refused = await error(authorised(5_000, method));
    expect(refused).toMatchObject({
      ...{ type: 'StripeCardError', statusCode: 402, code, decline_code: declineCode },
      payment_intent: { status: 'requires_payment_method' },
    });
  });

  test('pm_card_authenticationRequired asks for more', async () => {
    const id = await authorised(5_000, 'pm_card_authenticationRequired');
    const intent = await stripe.paymentIntents.retrieve(id);
    expect(intent).toMatchObject({
      ...{ status: 'requires_action', next_action: { type: 'redirect_to_url' } },
    });
    await post(`/sandbox/intents/${id}/authenticate`);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'requires_capture' });
  });

  test('pm_card_visa_declineOnCapture declines captures of amounts that end in 02', async () => {
    const id = await authorised(10_000, 'pm_card_visa_declineOnCapture');
    const refused = await error(stripe.paymentIntents.capture(id, { amount_to_capture: 5_002 }));
    expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect(await received(id)).toBe(0);
    const rest = await stripe.paymentIntents.capture(id, { amount_to_capture: 5_003 });
    expect(rest.amount_received).toBe(5_003);
  });

  test('an unknown one is named', async () => {
    expect(await error(authorised(5_000, 'pm_card_nobody'))).toMatchObject({
      ...{ statusCode: 400, code: 'resource_missing', param: 'payment_method' },
    });
  });
});

describe('refunds, customers, tokens', () => {
  test('a refund takes from what was captured, and no more', async () => {
    const id = await authorised(10_000);
    expect(await error(stripe.refunds.create({ payment_intent: id }))).toMatchObject({
      ...{ statusCode: 400, code: 'payment_intent_unexpected_state' },
    });
    await stripe.paymentIntents.capture(id);
    const metadata = { ledger_refund: 'r-1' };
    const refund = await stripe.refunds.create({ payment_intent: id, amount: 4_000, metadata });
    expect(refund).toMatchObject({
      object: 'refund',
      amount: 4_000,
      status: 'succeeded',
      metadata,
    });
    const tooMuch = await error(stripe.refunds.create({ payment_intent: id, amount: 6_001 }));
    expect(tooMuch).toMatchObject({ statusCode: 400, code: 'amount_too_large' });
    const rest = await stripe.refunds.create({ payment_intent: id });
    expect(rest.amount).toBe(6_000);
    const listed = await stripe.refunds.list({ payment_intent: id, limit: 1 }).autoPagingToArray({
      limit: 10,
    });
    expect(listed.map(({ id: each }) => each)).toEqual([rest.id, refund.id]);
    const none = await error(stripe.refunds.create({ payment_intent: id }));
    expect(none).toMatchObject({ code: 'charge_already_refunded' });
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ id: refund.id });
  });

  test('a customer is made, changed and found', async () => {
    const made = await stripe.customers.create({ name: 'Ada', address: { line1: 'Street 1' } });
    expect(made.id).toMatch(/^cus_[A-Za-z0-9]{24}$/);
    await stripe.customers.update(made.id, { email: 'ada@shop.test' });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({
      ...{ name: 'Ada', email: 'ada@shop.test', address: { line1: 'Street 1' } },
    });
    expect(await error(stripe.customers.retrieve('cus_nobody'))).toMatchObject({
      ...{ statusCode: 404, code: 'resource_missing' },
    });
  });

  test('a connection token is made', async () => {
    const { secret } = await stripe.terminal.connectionTokens.create();
    expect(secret).toMatch(/^pst_test_/);
  });
});

describe('idempotency keys', () => {
  test('the same request gets the stored answer, another is refused', async () => {
    const id = await authorised();
    const options = { idempotencyKey: `key of ${id}` };
    const part = { amount_to_capture: 1_000, final_capture: false };
    await stripe.paymentIntents.capture(id, part, options);
    const again = await stripe.paymentIntents.capture(id, part, options);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await received(id)).toBe(1_000);
    const other = { ...part, amount_to_capture: 2_000 };
    const refused = await error(stripe.paymentIntents.capture(id, other, options));
    expect(refused).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
  });

  test('a request that failed validation leaves its key free', async () => {
    const id = await authorised();
    const options = { idempotencyKey: `validated ${id}` };
    const wrong = { amount_to_capture: 1.5 };
    expect(await error(stripe.paymentIntents.capture(id, wrong, options))).toMatchObject({
      code: 'parameter_invalid_integer',
    });
    const captured = await stripe.paymentIntents.capture(id, {}, options);
    expect(captured.status).toBe('succeeded');
  });

  test('a refusal by a rule is kept under its key', async () => {
    const id = await authorised();
    const options = { idempotencyKey: `refused ${id}` };
    const tooMuch = { amount_to_capture: 10_001 };
    await error(stripe.paymentIntents.capture(id, tooMuch, options));
    const again = await error(stripe.paymentIntents.capture(id, tooMuch, options));
    expect(again).toMatchObject({
      ...{ code: 'amount_too_large', headers: { 'idempotent-replayed': 'true' } },
    });
  });

  test('a key whose request is at work is refused', async () => {
    const id = await authorised();
    const headers = {
      ...{ authorization: 'Bearer sk_test_spec', 'idempotency-key': `busy ${id}` },
      'sandbox-fault': 'delay=400',
    };
    const first = post(`/v1/payment_intents/${id}/capture`, '', headers);
    const codes: unknown[] = [];
    for (let status = 0; status !== 200;) {
      const other = await post(`/v1/payment_intents/${id}/capture`, '', headers);
      status = other.status;
      const body = (await other.json()) as { error?: { code?: string } };
      if (other.status !== 200) codes.push([other.status, body.error?.code]);
    }
    expect((await first).status).toBe(200);
    expect(codes[0]).toEqual([409, 'idempotency_key_in_use']);
  });
});

describe('faults', () => {
  const capture = async (id: string, fault: string): Promise<number | string> => {
    const headers = {
      ...{ authorization: 'Bearer sk_test_spec', 'idempotency-key': `${fault} ${id}` },
      'sandbox-fault': fault,
    };
    return post(`/v1/payment_intents/${id}/capture`, '', headers).then(
      async (answer) =>
        answer.text().then(
          () => answer.status,
          () => 'broken off',
        ),
      () => 'no answer',
    );
  };
  const plain = { 'sandbox-fault': 'delay=0' };

  test.each([
    ['500-after-effect', 500, 500, 10_000],
    ['500-before-effect', 500, 500, 0],
    ['drop-after-effect', 'no answer', 200, 10_000],
    ['drop-before-effect', 'no answer', 200, 10_000],
    ['cut', 'broken off', 200, 10_000],
    ['429', 429, 200, 10_000],
  ])('%s', async (fault, first, repeated, effect) => {
    const id = await authorised();
    expect(await capture(id, fault)).toBe(first);
    const headers = {
      ...{ authorization: 'Bearer sk_test_spec', 'idempotency-key': `${fault} ${id}` },
      ...plain,
    };
    const again = await post(`/v1/payment_intents/${id}/capture`, '', headers);
    expect(again.status).toBe(repeated);
    expect(await received(id)).toBe(effect);
  });

  test('are set for the next requests of a path, and cleared', async () => {
    const id = await authorised();
    await post('/sandbox/faults', 'fault=500-before-effect&next=2&path=/capture');
    expect(await received(id)).toBe(0);
    for (const statusCode of [500, 500]) {
      expect(await error(stripe.paymentIntents.capture(id))).toMatchObject({ statusCode });
    }
    expect((await stripe.paymentIntents.capture(id)).status).toBe('succeeded');
    await post('/sandbox/faults', 'fault=429&next=9');
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
    expect(await received(id)).toBe(10_000);
  });

  test('an unknown one is refused', async () => {
    expect((await post('/sandbox/faults', 'fault=earthquake')).status).toBe(400);
  });
});

describe('at its edges', () => {
  test('a live key and no key are refused', async () => {
    for (const key of ['sk_live_abc', 'rk_live_abc']) {
      const refused = await error(clientOf(sandbox.url, key).paymentIntents.list());
      expect(refused).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError' });
    }
    expect((await post('/v1/customers')).status).toBe(401);
    const basic = `Basic ${Buffer.from('sk_test_x:').toString('base64')}`;
    expect((await post('/v1/customers', '', { authorization: basic })).status).toBe(200);
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
    ['metadata of a long name', '/v1/customers', `metadata[${'a'.repeat(41)}]=b`, 400],
    ['names of the prototype', '/v1/customers', '__proto__[a]=b&metadata[__proto__]=c', 200],
    ['too many parameters', '/v1/customers', 'a=1&'.repeat(500), 400],
    ['a body that is too large', '/v1/customers', `name=${'a'.repeat(70_000)}`, 413],
  ])('%s', async (_, path, body, status) => {
    const answer = await post(path, body, { authorization: 'Bearer sk_test_spec' });
    expect(answer.status).toBe(status);
  });

  test('unknown parameters and currencies are refused, and leave their key free', async () => {
    const options = { idempotencyKey: 'strange' };
    const intent = { amount: 500, currency: 'sek' };
    const create = (other: object) =>
      stripe.paymentIntents.create({ ...intent, ...other }, options);
    expect(await error(create({ payment_methods: ['card'] }))).toMatchObject({
      ...{ type: 'StripeInvalidRequestError', statusCode: 400, code: 'parameter_unknown' },
      ...{ param: 'payment_methods', message: 'Received unknown parameter: payment_methods' },
    });
    const currency = await error(create({ currency: 'xyz' }));
    expect(currency).toMatchObject({ statusCode: 400, param: 'currency' });
    const many = error(stripe.refunds.create({ intent: 'a', sum: 1 } as object));
    expect(await many).toMatchObject({ message: 'Received unknown parameters: intent, sum' });
    const created = { created: { gt: 1 } };
    const filtered = await error(stripe.paymentIntents.list(created));
    expect(filtered).toMatchObject({ code: 'parameter_unknown', param: 'created' });
    const known = { description: 'Order 1', statement_descriptor_suffix: 'SHOP' };
    expect((await create(known)).description).toBe('Order 1');
    const key = { authorization: 'Bearer sk_test_spec' };
    const path = `${sandbox.url}/v1/payment_intents`;
    expect((await fetch(path, { method: 'HEAD', headers: key })).status).toBe(200);
  });

  test('JSON is not what the gateway reads', async () => {
    const headers = { authorization: 'Bearer sk_test_spec', 'content-type': 'application/json' };
    expect((await post('/v1/customers', '{}', headers)).status).toBe(415);
  });

  test('requests at once with one key are bounded', async () => {
    await sandbox.stop();
    await start({ requestsPerKeyMax: 2 });
    const headers = { authorization: 'Bearer sk_test_spec', 'sandbox-fault': 'delay=300' };
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => post('/v1/customers', '', headers)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  test('the number of intents is bounded', async () => {
    await sandbox.stop();
    await start({ intentsMax: 1 });
    expect(await error(authorised())).toMatchObject({ statusCode: 429 });
    await sandbox.stop();
    await start();
  });
});

test('a restart keeps intents and keys', async () => {
  const id = await authorised();
  const options = { idempotencyKey: `before ${id}` };
  await stripe.paymentIntents.capture(id, {}, options);
  await sandbox.stop();
  await start();
  const again = await stripe.paymentIntents.capture(id, {}, options);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(await received(id)).toBe(10_000);
  const [first] = (await stripe.paymentIntents.list({ limit: 1, expand: ['data.latest_charge'] }))
    .data;
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
  const made = async (): Promise<number> => (await stripe.paymentIntents.list()).data.length;
  expect(await made()).toBeGreaterThan(0);
  await sandbox.stop();
  expect(await ended).toBe('broken off');
  await start();
});
