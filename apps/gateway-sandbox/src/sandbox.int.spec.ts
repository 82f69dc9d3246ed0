import { describe, expect, test } from '@jest/globals';
import { error, useSandbox } from './testing/use-sandbox.js';

const sandbox = useSandbox();

describe('intents', () => {
  test('a terminal intent is tapped and captured', async () => {
    const created = await sandbox.stripe.paymentIntents.create({
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
    expect((await sandbox.post(`/sandbox/intents/${created.id}/tap`)).status).toBe(200);
    const tapped = await sandbox.stripe.paymentIntents.retrieve(created.id, {
      expand: ['latest_charge'],
    });
    expect(tapped).toMatchObject({ status: 'requires_capture', amount_capturable: 28_500 });
    expect(tapped.latest_charge).toMatchObject({
      ...{ object: 'charge', amount: 28_500, amount_captured: 0, captured: false, paid: true },
      payment_method_details: { type: 'card_present', card_present: { brand: 'visa' } },
    });
    const captured = await sandbox.stripe.paymentIntents.capture(created.id, {
      metadata: { captured_by: 'spec' },
    });
    expect(captured).toMatchObject({
      ...{ status: 'succeeded', amount_received: 28_500, amount_capturable: 0 },
      metadata: { order_number: '1001', captured_by: 'spec' },
    });
    const again = await error(sandbox.stripe.paymentIntents.capture(created.id));
    expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect(again.payment_intent).toMatchObject({ id: created.id, status: 'succeeded' });
    expect(await error(sandbox.stripe.paymentIntents.cancel(created.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  test('an intent without a manual capture is charged when it is confirmed', async () => {
    const { id, status } = await sandbox.stripe.paymentIntents.create({
      amount: 5_000,
      currency: 'eur',
    });
    expect(status).toBe('requires_payment_method');
    const confirmed = await sandbox.stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_visa',
    });
    expect(confirmed).toMatchObject({ status: 'succeeded', amount_received: 5_000 });
  });

  test('part captures keep the rest while they are not final', async () => {
    const id = await sandbox.authorised(10_000);
    const first = { amount_to_capture: 3_000, final_capture: false };
    expect(await sandbox.stripe.paymentIntents.capture(id, first)).toMatchObject({
      ...{ status: 'requires_capture', amount_received: 3_000, amount_capturable: 7_000 },
    });
    const tooMuch = await error(
      sandbox.stripe.paymentIntents.capture(id, { amount_to_capture: 7_001 }),
    );
    expect(tooMuch).toMatchObject({ statusCode: 400, code: 'amount_too_large' });
    const tooLittle = await error(
      sandbox.stripe.paymentIntents.capture(id, { amount_to_capture: 49 }),
    );
    expect(tooLittle).toMatchObject({ statusCode: 400, code: 'amount_too_small' });
    const last = await sandbox.stripe.paymentIntents.capture(id, { amount_to_capture: 2_000 });
    expect(last).toMatchObject({
      ...{ status: 'succeeded', amount_received: 5_000, amount_capturable: 0 },
    });
  });

  test('what is not captured is released by a cancellation', async () => {
    const id = await sandbox.authorised(10_000);
    await sandbox.stripe.paymentIntents.capture(id, {
      amount_to_capture: 3_000,
      final_capture: false,
    });
    expect(await sandbox.stripe.paymentIntents.cancel(id)).toMatchObject({
      ...{ status: 'canceled', amount_received: 3_000, amount_capturable: 0 },
    });
    const refused = await error(sandbox.stripe.paymentIntents.capture(id));
    expect(refused).toMatchObject({ code: 'payment_intent_unexpected_state' });
  });

  test('a lapsed authorisation is no longer captured', async () => {
    const id = await sandbox.authorised();
    await sandbox.post(`/sandbox/intents/${id}/lapse`);
    const refused = await error(sandbox.stripe.paymentIntents.capture(id));
    expect(refused).toMatchObject({ statusCode: 400, code: 'charge_expired_for_capture' });
  });
});

describe('test cards', () => {
  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ])('%s is declined', async (method, code, declineCode) => {
    const refused = await error(sandbox.authorised(5_000, method));
    expect(refused).toMatchObject({
      ...{ type: 'StripeCardError', statusCode: 402, code, decline_code: declineCode },
      payment_intent: { status: 'requires_payment_method' },
    });
  });

  test('pm_card_authenticationRequired asks for more', async () => {
    const id = await sandbox.authorised(5_000, 'pm_card_authenticationRequired');
    const intent = await sandbox.stripe.paymentIntents.retrieve(id);
    expect(intent).toMatchObject({
      ...{ status: 'requires_action', next_action: { type: 'redirect_to_url' } },
    });
    await sandbox.post(`/sandbox/intents/${id}/authenticate`);
    expect(await sandbox.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_capture',
    });
  });

  test('pm_card_visa_declineOnCapture declines captures of amounts that end in 02', async () => {
    const id = await sandbox.authorised(10_000, 'pm_card_visa_declineOnCapture');
    const refused = await error(
      sandbox.stripe.paymentIntents.capture(id, { amount_to_capture: 5_002 }),
    );
    expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
    expect(await sandbox.received(id)).toBe(0);
    const rest = await sandbox.stripe.paymentIntents.capture(id, { amount_to_capture: 5_003 });
    expect(rest.amount_received).toBe(5_003);
  });

  test('an unknown one is named', async () => {
    expect(await error(sandbox.authorised(5_000, 'pm_card_nobody'))).toMatchObject({
      ...{ statusCode: 400, code: 'resource_missing', param: 'payment_method' },
    });
  });
});

describe('refunds, customers, tokens', () => {
  test('a refund takes from what was captured, and no more', async () => {
    const id = await sandbox.authorised(10_000);
    expect(await error(sandbox.stripe.refunds.create({ payment_intent: id }))).toMatchObject({
      ...{ statusCode: 400, code: 'payment_intent_unexpected_state' },
    });
    await sandbox.stripe.paymentIntents.capture(id);
    const metadata = { ledger_refund: 'r-1' };
    const refund = await sandbox.stripe.refunds.create({
      payment_intent: id,
      amount: 4_000,
      metadata,
    });
    expect(refund).toMatchObject({
      object: 'refund',
      amount: 4_000,
      status: 'succeeded',
      metadata,
    });
    const tooMuch = await error(
      sandbox.stripe.refunds.create({ payment_intent: id, amount: 6_001 }),
    );
    expect(tooMuch).toMatchObject({ statusCode: 400, code: 'amount_too_large' });
    const rest = await sandbox.stripe.refunds.create({ payment_intent: id });
    expect(rest.amount).toBe(6_000);
    const listed = await sandbox.stripe.refunds
      .list({ payment_intent: id, limit: 1 })
      .autoPagingToArray({
        limit: 10,
      });
    expect(listed.map(({ id: each }) => each)).toEqual([rest.id, refund.id]);
    const none = await error(sandbox.stripe.refunds.create({ payment_intent: id }));
    expect(none).toMatchObject({ code: 'charge_already_refunded' });
    expect(await sandbox.stripe.refunds.retrieve(refund.id)).toMatchObject({ id: refund.id });
  });

  test('a customer is made, changed and found, and others are missing', async () => {
    const made = await sandbox.stripe.customers.create({
      name: 'Ada',
      address: { line1: 'Street 1' },
    });
    expect(made.id).toMatch(/^cus_[A-Za-z0-9]{24}$/);
    await sandbox.stripe.customers.update(made.id, { email: 'ada@shop.test' });
    expect(await sandbox.stripe.customers.retrieve(made.id)).toMatchObject({
      ...{ name: 'Ada', email: 'ada@shop.test', address: { line1: 'Street 1' } },
    });
    expect(await error(sandbox.stripe.customers.retrieve('cus_nobody'))).toMatchObject({
      ...{ statusCode: 404, code: 'resource_missing', param: 'id' },
    });
    expect(await error(sandbox.stripe.paymentIntents.retrieve('pi_nothing'))).toMatchObject({
      ...{ statusCode: 404, code: 'resource_missing', param: 'intent' },
    });
  });

  test('a connection token is made', async () => {
    const { secret } = await sandbox.stripe.terminal.connectionTokens.create();
    expect(secret).toMatch(/^pst_test_/);
  });
});

describe('idempotency keys', () => {
  test('the same request gets the stored answer, another is refused', async () => {
    const id = await sandbox.authorised();
    const options = { idempotencyKey: `key of ${id}` };
    const part = { amount_to_capture: 1_000, final_capture: false };
    await sandbox.stripe.paymentIntents.capture(id, part, options);
    const again = await sandbox.stripe.paymentIntents.capture(id, part, options);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await sandbox.received(id)).toBe(1_000);
    const other = { ...part, amount_to_capture: 2_000 };
    const refused = await error(sandbox.stripe.paymentIntents.capture(id, other, options));
    expect(refused).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
  });

  test('the same parameters in another order and encoding are the same request', async () => {
    const id = await sandbox.authorised();
    const path = `/v1/payment_intents/${id}/capture`;
    const headers = { authorization: 'Bearer sk_test_spec', 'idempotency-key': `order of ${id}` };
    const bodies = [
      'amount_to_capture=1000&final_capture=false&metadata[a]=b&metadata[c]=d%20e',
      'final_capture=false&metadata%5Bc%5D=d+e&metadata%5Ba%5D=b&amount_to_capture=1000',
    ];
    for (const body of bodies) expect((await sandbox.post(path, body, headers)).status).toBe(200);
    expect(await sandbox.received(id)).toBe(1_000);
    const other = await sandbox.post(path, `${bodies[0]}&metadata[x]=y`, headers);
    expect(other.status).toBe(400);
  });

  test('a request that failed validation leaves its key free', async () => {
    const id = await sandbox.authorised();
    const options = { idempotencyKey: `validated ${id}` };
    const wrong = { amount_to_capture: 1.5 };
    expect(await error(sandbox.stripe.paymentIntents.capture(id, wrong, options))).toMatchObject({
      code: 'parameter_invalid_integer',
    });
    const captured = await sandbox.stripe.paymentIntents.capture(id, {}, options);
    expect(captured.status).toBe('succeeded');
  });

  test('a refusal by a rule is kept under its key', async () => {
    const id = await sandbox.authorised();
    const options = { idempotencyKey: `refused ${id}` };
    const tooMuch = { amount_to_capture: 10_001 };
    await error(sandbox.stripe.paymentIntents.capture(id, tooMuch, options));
    const again = await error(sandbox.stripe.paymentIntents.capture(id, tooMuch, options));
    expect(again).toMatchObject({
      ...{ code: 'amount_too_large', headers: { 'idempotent-replayed': 'true' } },
    });
  });

  test('a key whose request is at work is refused', async () => {
    const id = await sandbox.authorised();
    const headers = {
      ...{ authorization: 'Bearer sk_test_spec', 'idempotency-key': `busy ${id}` },
      'sandbox-fault': 'delay=400',
    };
    const first = sandbox.post(`/v1/payment_intents/${id}/capture`, '', headers);
    const codes: unknown[] = [];
    for (let status = 0; status !== 200;) {
      const other = await sandbox.post(`/v1/payment_intents/${id}/capture`, '', headers);
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
    return sandbox.post(`/v1/payment_intents/${id}/capture`, '', headers).then(
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
    const id = await sandbox.authorised();
    expect(await capture(id, fault)).toBe(first);
    const headers = {
      ...{ authorization: 'Bearer sk_test_spec', 'idempotency-key': `${fault} ${id}` },
      ...plain,
    };
    const again = await sandbox.post(`/v1/payment_intents/${id}/capture`, '', headers);
    expect(again.status).toBe(repeated);
    expect(await sandbox.received(id)).toBe(effect);
  });

  test('are set for the next requests of a path, and cleared', async () => {
    const id = await sandbox.authorised();
    await sandbox.post('/sandbox/faults', 'fault=500-before-effect&next=2&path=/capture');
    expect(await sandbox.received(id)).toBe(0);
    for (const statusCode of [500, 500]) {
      expect(await error(sandbox.stripe.paymentIntents.capture(id))).toMatchObject({ statusCode });
    }
    expect((await sandbox.stripe.paymentIntents.capture(id)).status).toBe('succeeded');
    await sandbox.post('/sandbox/faults', 'fault=429&next=9');
    await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
    expect(await sandbox.received(id)).toBe(10_000);
  });

  test('an unknown one is refused', async () => {
    expect((await sandbox.post('/sandbox/faults', 'fault=earthquake')).status).toBe(400);
  });
});
