import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../../../test/support/system.js';
import type { Answer, LedgerCaller } from './testing/ledger-caller.js';
import { expectProblem, pointersOf } from './testing/problem.js';
import { SandboxPayments } from './testing/sandbox-payments.js';
import { registration, useLedger } from './testing/use-ledger.js';

const ledger = useLedger();
let gateway: SandboxPayments;

beforeAll(() => {
  gateway = new SandboxPayments(ledger.gatewayUrl);
});

const held = (paymentIntent: string) => ({
  paymentMethod: 'card',
  authorization: { status: 'authorized', paymentIntent },
});
const pending = { paymentMethod: 'card', authorization: { status: 'pending' } };

const register = (content: object): Promise<Answer> =>
  ledger.demo.post('/v1/orders', registration(content));

const capture = (id: string, content: object, key: string = randomUUID()): Promise<Answer> =>
  ledger.demo.post(`/v1/orders/${id}/captures`, content, { 'Idempotency-Key': key });

/** Waits until the capture or refund that a command made is settled or failed, and returns it. */
const outcome = async (made: Answer, caller: LedgerCaller = ledger.demo) => {
  expect(made).toMatchObject({ status: 202, body: { status: 'requested' } });
  return eventually('the gateway has answered', async () => {
    const { body } = await caller.getAfter(made, made.headers.get('location') ?? '');
    return (body as { status: string }).status === 'requested' ? undefined : body;
  });
};

describe('a card order that is registered with a payment intent', () => {
  test('shows it, and is captured through it', async () => {
    const intent = await gateway.held();
    const { id, made } = await ledger.register(held(intent));
    expect((await ledger.demo.getAfter(made, `/v1/orders/${id}`)).body).toMatchObject({
      ...{ status: 'NotActivated', paymentMethod: 'card' },
      payment: { status: 'authorized', paymentIntent: intent, authorized: 28_500 },
    });
    const captured = await capture(id, { amount: 9_500 });
    expect(captured.headers.get('location')).toMatch(new RegExp(`^/v1/orders/${id}/captures/`));
    expect(await outcome(captured)).toMatchObject({
      ...{ status: 'settled', amount: 9_500, paymentIntent: intent },
      receiptUrl: expect.stringMatching(/^http/),
    });
    const refunded = await ledger.demo.post(`/v1/orders/${id}/refunds`, { amount: 500 });
    expect(await outcome(refunded)).toMatchObject({ status: 'settled', amount: 500 });
  });

  test('may hold more than the order comes to', async () => {
    expect((await register(held(await gateway.held({ amount: '30000' })))).status).toBe(202);
  });

  test.each<[string, string, () => Promise<string>]>([
    ['the gateway does not have', 'PAYMENT_INTENT_NOT_FOUND', async () => Promise.resolve('pi_1')],
    ['is none', 'PAYMENT_INTENT_NOT_FOUND', async () => Promise.resolve('../customers')],
    ['holds less', 'PAYMENT_INTENT_INSUFFICIENT', async () => gateway.held({ amount: '28499' })],
    [
      'is in another currency',
      'PAYMENT_INTENT_CURRENCY_MISMATCH',
      async () => gateway.held({ currency: 'eur' }),
    ],
    [
      'was not paid',
      'PAYMENT_INTENT_NOT_CAPTURABLE',
      async () => gateway.held({ confirm: 'false' }),
    ],
    [
      'another order has captured',
      'PAYMENT_INTENT_MISMATCH',
      async () => {
        const intent = await gateway.held();
        const { id } = await ledger.register(held(intent));
        await outcome(await capture(id, { amount: 9_500 }));
        return intent;
      },
    ],
  ])('is refused where its intent %s', async (_, code, intent) => {
    const refused = await register(held(await intent()));
    expectProblem(refused, 422, code);
  });

  test('is refused by its own rules first, and by its shape before', async () => {
    const rows = [{ description: 'Shoes', unitPrice: -1, quantity: 1, vatRate: 25 }];
    expectProblem(await register({ ...held('pi_1'), rows }), 422, 'ORDER_TOTAL_NEGATIVE');
    const invoice = await register({ ...held('pi_1'), paymentMethod: 'invoice' });
    expectProblem(invoice, 400, 'VALIDATION_ERROR');
    expect(pointersOf(invoice)).toEqual(['/authorization/paymentIntent']);
  });

  test('is the same order when it is sent again, whatever became of the payment', async () => {
    const intent = await gateway.held();
    const content = registration(held(intent));
    const made = await ledger.demo.post('/v1/orders', content);
    await gateway.cancel(intent);
    const again = await ledger.demo.post('/v1/orders', content);
    expect(again).toMatchObject({ status: 202, body: made.body as object });
  });

  test('is taken while the gateway is away: the worker looks before it captures', async () => {
    const made = await gateway.whileAway('/pi_away', async () => register(held('pi_away')));
    expect(made.status).toBe(202);
  });
});

describe('a terminal intent', () => {
  const ask = (id: string, body?: object, key: string = randomUUID()): Promise<Answer> =>
    ledger.demo.post(`/v1/orders/${id}/terminal-intents`, body, { 'Idempotency-Key': key });

  const intentOf = ({ body }: Answer) => (body as { paymentIntent: string }).paymentIntent;

  test('is made of the order’s total, tapped, and captured', async () => {
    const { id } = await ledger.register(pending);
    const made = await ask(id);
    const intent = intentOf(made);
    const location = `/v1/orders/${id}/terminal-intents/${intent}`;
    expect(made).toMatchObject({ status: 202, body: { orderId: id, status: 'accepted' } });
    expect(made.headers.get('location')).toBe(location);
    const shown = { paymentIntent: intent, amount: 28_500, paymentMethods: ['card_present'] };
    expect((await ledger.demo.getAfter(made, location)).body).toMatchObject(shown);
    expect((await ledger.demo.get(`/v1/orders/${id}/terminal-intents`)).body).toMatchObject({
      items: [shown],
    });

    const tooEarly = await capture(id, { amount: 'remaining', paymentIntent: intent });
    expectProblem(tooEarly, 422, 'PAYMENT_INTENT_NOT_CAPTURABLE');
    expectProblem(
      await capture(id, { amount: 'remaining' }),
      422,
      'CAPTURE_INVALID_INVOICE_STATUS',
    );
    await gateway.tap(intent);
    const captured = await capture(id, { amount: 9_500, paymentIntent: intent }, 'k');
    expect(await outcome(captured)).toMatchObject({ status: 'settled', paymentIntent: intent });
    const again = await gateway.whileAway(intent, async () =>
      capture(id, { amount: 9_500, paymentIntent: intent }, 'k'),
    );
    expect(again.body).toEqual(captured.body);
    const rest = await capture(id, { amount: 'remaining' });
    expect(await outcome(rest)).toMatchObject({ status: 'settled', amount: 19_000 });
    const done = await ledger.demo.getAfter(rest, `/v1/orders/${id}`);
    expect(done.body).toMatchObject({
      status: 'Activated',
      payment: { status: 'authorized', paymentIntent: intent },
    });
  });

  test('is made once for a key', async () => {
    const { id } = await ledger.register(pending);
    const body = { paymentMethods: ['card_present'], metadata: { till: '3', order_id: 'x' } };
    const made = await ask(id, body, 'k');
    const again = await gateway.whileAway('/payment_intents', async () => ask(id, body, 'k'));
    expect(again.body).toEqual(made.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await ask(id, { captureMethod: 'automatic' }, 'k');
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
    const otherTill = await ask(id, { ...body, metadata: { till: '4', order_id: 'x' } }, 'k');
    expectProblem(otherTill, 422, 'IDEMPOTENCY_KEY_REUSED');
    const { metadata } = await gateway.read(intentOf(made));
    expect(metadata).toMatchObject({ till: '3', order_id: expect.stringMatching(/^n-/) });
    expect(intentOf(await ask(id, body))).not.toBe(intentOf(made));
  });

  test('is refused with the gateway’s words, and 503 while it is away', async () => {
    const rows = [{ description: 'Gum', unitPrice: 30, quantity: 1, vatRate: 25 }];
    const { id } = await ledger.register({ ...pending, rows });
    const refused = await ask(id);
    expectProblem(refused, 422, 'PAYMENT_INTENT_REFUSED');
    expect(refused.body).toMatchObject({ detail: expect.stringContaining('amount_too_small') });
    const unknown = await ask(id, { customerId: 'cus_1' });
    expectProblem(unknown, 422, 'PAYMENT_INTENT_REFUSED');

    const { id: fine } = await ledger.register(pending);
    const away = await gateway.whileAway('/payment_intents', async () => ask(fine));
    expectProblem(away, 503, 'GATEWAY_UNAVAILABLE');
    expect(away.headers.get('retry-after')).toBe('2');
    expect((await ask(fine)).status).toBe(202);
  });

  test('is refused for an order that takes no payment', async () => {
    const { id: invoice } = await ledger.register();
    expectProblem(await ask(invoice), 422, 'PAYMENT_METHOD_NOT_CARD');
    const { id: paid } = await ledger.register(held(await gateway.held()));
    expectProblem(await ask(paid), 422, 'PAYMENT_ALREADY_PROCESSED');
    expectProblem(await ask(randomUUID()), 404, 'ORDER_NOT_FOUND');
    const { caller } = await ledger.clientOf(['captures:write']);
    const hidden = await caller.post(`/v1/orders/${paid}/terminal-intents`, undefined);
    expectProblem(hidden, 404, 'ORDER_NOT_FOUND');
    const through = { amount: 'remaining', paymentIntent: 'pi_1' };
    const hiddenToo = await caller.post(`/v1/orders/${paid}/captures`, through);
    expectProblem(hiddenToo, 404, 'ORDER_NOT_FOUND');
  });

  test.each([
    [{ paymentMethods: ['card'] }, '/paymentMethods'],
    [{ paymentMethods: [] }, '/paymentMethods'],
    [{ captureMethod: 'later' }, '/captureMethod'],
    [{ metadata: ['x'] }, '/metadata'],
    [{ metadata: { till: 3 } }, '/metadata'],
    [{ metadata: { 'a[b]': 'x' } }, '/metadata'],
    [{ metadata: { a: 'x'.repeat(501) } }, '/metadata'],
    [{ customerId: 'x' }, '/customerId'],
    [{ payment_methods: ['card_present'] }, '/payment_methods'],
  ])('is not made of a wrong shape, case %#', async (body, pointer) => {
    const refused = await ask(randomUUID(), body);
    expectProblem(refused, 400, 'VALIDATION_ERROR');
    expect(pointersOf(refused)).toEqual([pointer]);
  });

  test('of another order captures nothing', async () => {
    const { id } = await ledger.register(pending);
    const { id: other } = await ledger.register(pending);
    const intent = intentOf(await ask(other));
    await gateway.tap(intent);
    const refused = await capture(id, { amount: 'remaining', paymentIntent: intent });
    expectProblem(refused, 422, 'PAYMENT_INTENT_MISMATCH');
    const unknown = await capture(id, { amount: 'remaining', paymentIntent: 'pi_1' });
    expectProblem(unknown, 422, 'PAYMENT_INTENT_NOT_FOUND');
    const bulk = await ledger.demo.post(
      '/v1/captures',
      JSON.stringify({ orderId: id, idempotencyKey: 'k', amount: 1, paymentIntent: intent }),
      { 'Content-Type': 'application/x-ndjson' },
    );
    expect(JSON.parse(String(bulk.body))).toMatchObject({
      ...{ status: 400, detail: 'paymentIntent is not a known field' },
    });
  });
});

describe('what the gateway refuses', () => {
  test('is told with its code and text, is reported, and is in no settlement', async () => {
    const { caller, store } = await ledger.clientOf([
      ...(['orders:write', 'orders:read', 'captures:write', 'refunds:write'] as const),
      'settlements:read',
    ]);
    const intent = await gateway.held({ payment_method: 'pm_card_visa_declineOnCapture' });
    const { id } = await ledger.register({ ...held(intent), store }, caller);
    const path = `/v1/orders/${id}`;
    const declined = await caller.post(`${path}/captures`, { amount: 5_002, reference: 's-1' });
    const failure = { code: 'card_declined', reason: expect.stringMatching(/declined/) };
    const failed = { status: 'failed', amount: 5_002, failure };
    expect(await outcome(declined, caller)).toMatchObject(failed);
    const taken = await caller.post(`${path}/captures`, { amount: 28_500 });
    expect(await outcome(taken, caller)).toMatchObject({ status: 'settled' });
    expect((await caller.get(path)).body).toMatchObject({ captured: 28_500, requested: 0 });

    const given = await caller.post(`${path}/refunds`, { amount: 100 });
    expect(await outcome(given, caller)).toMatchObject({ status: 'settled' });
    await gateway.refund(intent);
    const refund = await caller.post(`${path}/refunds`, { amount: 500 });
    const already = { code: 'charge_already_refunded', reason: expect.any(String) };
    expect(await outcome(refund, caller)).toMatchObject({ status: 'failed', failure: already });

    const captures = await caller.get('/v1/reports/captures/unsettled');
    const about = { orderId: id, store, currency: 'SEK', failedAt: expect.any(String) };
    expect(captures.body).toMatchObject({ items: [{ ...about, ...failed, reference: 's-1' }] });
    const refunds = await caller.get('/v1/reports/refunds/unsettled');
    expect(refunds.body).toMatchObject({
      items: [{ ...about, status: 'failed', amount: 500, failure: already }],
      nextCursor: null,
    });
    const csv = await caller.get('/v1/reports/refunds/unsettled', { Accept: 'text/csv' });
    expect(csv.body).toMatch(
      /^refundId,orderId,orderNumber,store,currency,status,amount,.*failedAt,failureCode,failureReason\r\n/,
    );
    expect(csv.body).toContain(',charge_already_refunded,');
    const lines = await caller.get('/v1/reports/refunds/unsettled', {
      Accept: 'application/x-ndjson',
    });
    expect(JSON.parse(String(lines.body))).toMatchObject({ ...about, failure: already });

    const next = await caller.get(`/v1/settlements/unsettled?store=${store}`);
    expect(next.body).toMatchObject({ captured: 28_500, refunded: 100, lines: 2 });
  });
});
