import { beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../../../test/support/until.js';
import { SandboxPayments } from '../ledger/testing/sandbox-payments.js';
import { useLedger } from '../ledger/testing/use-ledger.js';
import { error, expectUnauthorized, refused } from './testing/answers.js';
import { clientCases } from './testing/client-cases.js';
import { credentialCases } from './testing/credential-cases.js';
import { listCases } from './testing/list-cases.js';
import { MedusaShop, orderOf } from './testing/medusa-shop.js';

const ledger = useLedger({ API_REPLICAS: '2', GATEWAY_WAIT_SECONDS: '4' });
let shop: MedusaShop;
let rival: MedusaShop;

beforeAll(async () => {
  shop = await MedusaShop.make(ledger);
  rival = await MedusaShop.make(ledger);
}, 60_000);

describe('capture', () => {
  test('captures all, whatever the body is, and a second time nothing', async () => {
    const bodies: readonly [string, string][] = [
      ...([
        ['application/json', ''],
        ['application/json', '{}'],
        ['application/json', '[]'],
      ] as const),
      ...([
        ['text/plain', 'a text {'],
        ['application/x-www-form-urlencoded', 'a=1'],
      ] as const),
      ['application/json', '{"amount": 1}'],
    ] as [string, string][];
    for (const [type, body] of bodies) {
      const number = await shop.order();
      const path = `/admin/orders/${number}/capture`;
      const answer = await shop.sendWith(path, { 'Content-Type': type }, body);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      const order = orderOf(answer);
      expect(order).toMatchObject({
        ...{ object: 'order', id: number, status: 'pending', payment_status: 'captured' },
        payments: [{ amount: 28_500, provider_id: 'manual', captured_at: expect.any(String) }],
      });
      const again = await shop.send(path);
      expect([again.status, orderOf(again)]).toEqual([200, order]);
    }
  });

  test('is refused for malformed JSON of a known caller, and unknown ones learn nothing', async () => {
    const number = await shop.order();
    const path = `/admin/orders/${number}/capture`;
    for (const body of ['{', '{"a": NaN}', '{"a":1,"a":2}', Uint8Array.of(0x22, 0x80, 0x22)]) {
      const json = { 'Content-Type': 'application/json' };
      expect(error(await shop.sendWith(path, json, body))).toEqual(
        refused(400, 'invalid_data', expect.stringMatching(/^body must/)),
      );
      expectUnauthorized(await shop.send(path, { headers: json, body }));
    }
    expect(await shop.eventsOf(number)).not.toContain('OrderCaptured');
  });

  test('of a card order waits for the gateway', async () => {
    const order = await shop.capture(await shop.cardOrder());
    expect(order).toMatchObject({
      payment_status: 'captured',
      payments: [{ provider_id: 'stripe', captured_at: expect.any(String) }],
    });
  });

  test('that the gateway refuses shows in payment_status alone, and can be tried again', async () => {
    const number = await shop.cardOrder('pm_card_visa_declineOnCapture', { unitPrice: 28_502 });
    const path = `/admin/orders/${number}/capture`;
    for (const count of [1, 2]) {
      const answer = await shop.send(path);
      expect(answer.status).toBe(200);
      expect(orderOf(answer)).toMatchObject({
        ...{ status: 'pending', payment_status: 'requires_action' },
        payments: [{ captured_at: null }],
      });
      const failed = (await shop.eventsOf(number)).filter((type) => type === 'CaptureFailed');
      expect(failed).toHaveLength(count);
    }
  });

  test('that the gateway takes after a refusal is captured', async () => {
    const number = await shop.cardOrder('pm_card_visa_declineOnCapture', { unitPrice: 28_502 });
    expect(await shop.capture(number)).toMatchObject({ payment_status: 'requires_action' });
    // The sandbox declines amounts that end in 02, so it declined the whole order of 285.02. After
    // 95.01 is captured, 190.01 is left, which the sandbox accepts.
    const orderId = await shop.orderId(number);
    const part = await shop.caller.post(`/v1/orders/${orderId}/captures`, { amount: 9_501 });
    expect(part.status).toBe(202);
    const payments = [{ amount: 28_502, captured_at: expect.any(String) }];
    expect(await shop.capture(number)).toMatchObject({ payment_status: 'captured', payments });
    const events = await shop.eventsOf(number);
    expect(events.filter((type) => type === 'CaptureSettled')).toHaveLength(2);
    expect(events.filter((type) => type === 'CaptureFailed')).toHaveLength(1);
  });

  test('that finds its authorisation lapsed needs another, and is sent no second time', async () => {
    const number = await shop.cardOrder();
    await new SandboxPayments(ledger.gatewayUrl).lapse(await shop.intentOf(number));
    for (let calls = 0; calls < 2; calls += 1)
      expect(await shop.capture(number)).toMatchObject({
        ...{ status: 'pending', payment_status: 'requires_action' },
        payments: [{ captured_at: null }],
      });
    const events = await shop.eventsOf(number);
    expect(events.filter((type) => type === 'CaptureFailed')).toHaveLength(1);
  });

  test('whose outcome does not come in time is shown as awaiting, and found again', async () => {
    const number = await shop.cardOrder();
    const gateway = new SandboxPayments(ledger.gatewayUrl);
    const late = await gateway.whileAway('/capture', async () => shop.capture(number));
    const payments = [{ captured_at: null }];
    expect(late).toMatchObject({ status: 'pending', payment_status: 'awaiting', payments });
    await until(async () => (await shop.capture(number))['payment_status'] === 'captured');
    const captured = (await shop.eventsOf(number)).filter((type) => type === 'OrderCaptured');
    expect(captured).toHaveLength(1);
  });

  test('of several callers at once takes effect once, with one answer for all', async () => {
    for (const number of [await shop.order(), await shop.cardOrder()]) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => shop.send(`/admin/orders/${number}/capture`)),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]?.status).toBe(200);
      const captured = (await shop.eventsOf(number)).filter((type) => type === 'OrderCaptured');
      expect(captured).toHaveLength(1);
    }
  });

  test('takes the rest of an order that another contract captured in part', async () => {
    const number = await shop.order();
    const part = { amount: 9_500 };
    await shop.caller.post(`/v1/orders/${await shop.orderId(number)}/captures`, part);
    const path = `/admin/orders/${number}`;
    expect(orderOf(await shop.get(path))).toMatchObject({
      ...{ payment_status: 'awaiting', total: 28_500, paid_total: 28_500 },
      payments: [{ captured_at: null }],
    });
    expect(await shop.capture(number)).toMatchObject({ payment_status: 'captured', total: 28_500 });
  });

  test('is not possible of a canceled, an unauthorised and an expired order', async () => {
    const canceled = await shop.order();
    await shop.send(`/admin/orders/${canceled}/cancel`);
    expect(error(await shop.send(`/admin/orders/${canceled}/capture`))).toEqual(
      refused(400, 'not_allowed', 'A canceled order cannot capture payment'),
    );
    const pending = await shop.order({
      paymentMethod: 'card',
      authorization: { status: 'pending' },
    });
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const expired = await shop.order({ expiresAt });
    await until(() => Date.now() > Date.parse(expiresAt));
    for (const number of [pending, expired])
      expect(error(await shop.send(`/admin/orders/${number}/capture`))).toEqual(
        refused(400, 'not_allowed', expect.stringContaining('cannot capture payment')),
      );
    expect(orderOf(await shop.get(`/admin/orders/${pending}`))).toMatchObject({
      ...{ payment_status: 'not_paid', payments: [], paid_total: 0 },
    });
  });

  test('by the payment answers with the payment', async () => {
    const number = await shop.order();
    const [payment] = orderOf(await shop.get(`/admin/orders/${number}`))['payments'] as {
      id: string;
    }[];
    const path = `/admin/payments/${payment?.id}/capture`;
    const answer = await shop.send(path);
    expect(answer.status).toBe(200);
    expect(answer.body['payment']).toMatchObject({
      ...{ id: payment?.id, order_id: number, amount: 28_500, captured_at: expect.any(String) },
    });
    expect((await shop.send(path)).text).toBe(answer.text);
    expect(error(await rival.send(path))).toEqual(
      refused(404, 'not_found', `Payment with id ${payment?.id} was not found`),
    );
  });
});

describe('an order', () => {
  test('that is not there, or of another store, is not found', async () => {
    const number = await rival.order({ orderNumber: 'order_of_rival' });
    for (const id of [number, 'nothing', 'ORDER_0001', '%00', 'a%20b', "'--", 'é'])
      for (const answer of [
        await shop.get(`/admin/orders/${id}`),
        await shop.send(`/admin/orders/${id}/capture`),
      ])
        expect(error(answer)).toEqual(
          refused(404, 'not_found', `Order with id ${decodeURIComponent(id)} was not found`),
        );
  });

  test('has its path without regard to case and with a slash, its id as it stands', async () => {
    const number = await shop.order();
    for (const path of [`/ADMIN/Orders/${number}/`, `/admin/orders/${number}`])
      expect(orderOf(await shop.get(path))['id']).toBe(number);
    expect((await shop.get(`/admin/orders/${number.toUpperCase()}`)).status).toBe(404);
    expect((await shop.send(`/Admin/ORDERS/${number}/CAPTURE/`)).status).toBe(200);
  });

  test('shows what fields and expand select', async () => {
    const number = await shop.order();
    const show = async (query: string) =>
      orderOf(await shop.get(`/admin/orders/${number}?${query}`));
    const plain = await show('');
    expect(plain).not.toHaveProperty('object');
    const columns = await show('fields=id,payment_status');
    expect(columns).toMatchObject({ id: number, payments: [{}], items: [{}, {}], total: 28_500 });
    expect(columns).not.toHaveProperty('status');
    expect(await show('expand=payments')).not.toHaveProperty('customer');
  });

  test('of a query that is not understood is not captured', async () => {
    const number = await shop.order();
    const ask = (query: string) => shop.send(`/admin/orders/${number}/capture?${query}`);
    const wrong: readonly (readonly [string, unknown])[] = [
      ['foo=1', 'property foo should not exist'],
      ['fields=id&fields=status', 'fields must be a string'],
      ['fields[]=id', 'fields must be a string'],
      ['expand[a]=items', 'expand must be a string'],
      ['fields=nothing', expect.stringContaining('nothing')],
      ['expand=nothing', expect.stringContaining('nothing')],
      ['fields=id%00', expect.any(String)],
      ['__proto__[a]=1', expect.any(String)],
    ];
    for (const [query, message] of wrong)
      expect(error(await ask(query))).toEqual(refused(400, 'invalid_data', message));
    expect(await shop.eventsOf(number)).not.toContain('OrderCaptured');
  });
});

describe('the other changes', () => {
  test('cancel, which a second time changes nothing', async () => {
    const number = await shop.order();
    const first = await shop.send(`/admin/orders/${number}/cancel`);
    expect(orderOf(first)).toMatchObject({
      ...{ object: 'order', status: 'canceled', fulfillment_status: 'canceled' },
      ...{ payment_status: 'canceled', canceled_at: expect.any(String), total: 28_500 },
      items: [{ quantity: 1 }, { quantity: 2 }],
      payments: [{ canceled_at: expect.any(String), captured_at: null }],
    });
    expect((await shop.send(`/admin/orders/${number}/cancel`)).text).toBe(first.text);
  });

  test('cancel is refused of a captured and of a refunded order', async () => {
    const number = await shop.order();
    await shop.capture(number);
    expect((await shop.send(`/admin/orders/${number}/cancel`)).body).toMatchObject({
      type: 'not_allowed',
    });
    await shop.json(`/admin/orders/${number}/refund`, { amount: 1, reason: 'return' });
    expect(error(await shop.send(`/admin/orders/${number}/cancel`))).toEqual(
      refused(400, 'not_allowed', 'Order with refund(s) cannot be canceled'),
    );
  });

  test('cancel after a part capture leaves the payment captured', async () => {
    const number = await shop.order();
    const orderId = await shop.orderId(number);
    await shop.caller.post(`/v1/orders/${orderId}/captures`, { amount: 9_500 });
    expect(orderOf(await shop.send(`/admin/orders/${number}/cancel`))).toMatchObject({
      ...{ status: 'canceled', payment_status: 'captured', paid_total: 9_500 },
    });
    expect((await shop.send(`/admin/orders/${number}/capture`)).status).toBe(400);
  });

  test('refund up to what was captured; a capture leaves that as it is', async () => {
    const number = await shop.order();
    const refund = (body: object) => shop.json(`/admin/orders/${number}/refund`, body);
    expect((await refund({ amount: 1, reason: 'return' })).status).toBe(400);
    await shop.capture(number);
    const part = await refund({ amount: 9_500, reason: 'return', note: 'Too small' });
    expect(orderOf(part)).toMatchObject({
      ...{ payment_status: 'partially_refunded', refunded_total: 9_500, refundable_amount: 19_000 },
      refunds: [{ amount: 9_500, reason: 'return', note: 'Too small' }],
    });
    expect((await shop.capture(number))['payment_status']).toBe('partially_refunded');
    expect(error(await refund({ amount: 19_001, reason: 'return' }))).toEqual(
      refused(400, 'not_allowed', expect.any(String)),
    );
    expect(orderOf(await refund({ amount: 19_000, reason: 'other' }))).toMatchObject({
      payment_status: 'refunded',
    });
    expect((await shop.capture(number))['payment_status']).toBe('refunded');
  });

  test('refund of a card order is settled by the gateway', async () => {
    const number = await shop.cardOrder();
    await shop.capture(number);
    const answer = await shop.json(`/admin/orders/${number}/refund`, { amount: 500, reason: 'x' });
    expect(orderOf(answer)).toMatchObject({ payment_status: 'partially_refunded' });
    expect(await shop.eventsOf(number)).toContain('RefundSettled');
  });

  test('refund that the gateway refuses is 422, and changes nothing', async () => {
    const number = await shop.cardOrder();
    const before = await shop.capture(number);
    await new SandboxPayments(ledger.gatewayUrl).refund(await shop.intentOf(number));
    const refund = { amount: 28_500, reason: 'return' };
    const answer = await shop.json(`/admin/orders/${number}/refund`, refund);
    expect(error(answer)).toEqual(
      refused(422, 'payment_authorization_error', 'The gateway refused the refund'),
    );
    const after = orderOf(await shop.get(`/admin/orders/${number}`));
    expect(after).toMatchObject({ payment_status: 'captured', refunds: [], refunded_total: 0 });
    expect(after['refundable_amount']).toBe(before['refundable_amount']);
    expect(await shop.eventsOf(number)).toContain('RefundFailed');
  });

  test('complete and archive keep the money as it is', async () => {
    const number = await shop.order();
    expect(error(await shop.send(`/admin/orders/${number}/archive`))).toEqual(
      refused(400, 'not_allowed', "Can't archive an unprocessed order"),
    );
    const complete = await shop.send(`/admin/orders/${number}/complete`);
    expect(orderOf(complete)).toMatchObject({ status: 'completed', payment_status: 'awaiting' });
    expect((await shop.send(`/admin/orders/${number}/complete`)).text).toBe(complete.text);
    const archived = orderOf(await shop.send(`/admin/orders/${number}/archive`));
    expect(archived).toMatchObject({ status: 'archived' });
    expect(await shop.capture(number)).toMatchObject({
      ...{ status: 'archived', payment_status: 'captured' },
    });
  });
});

describe('Idempotency-Key', () => {
  const keyed = (path: string, key: string, body = '{}') =>
    shop.sendWith(path, { 'Idempotency-Key': key, 'Content-Type': 'application/json' }, body);

  test('is echoed, and for one order, one action and one amount', async () => {
    const [one, other] = [await shop.order(), await shop.order()];
    const first = await keyed(`/admin/orders/${one}/capture`, 'key-1');
    expect(first.headers.get('idempotency-key')).toBe('key-1');
    expect((await keyed(`/admin/orders/${one}/capture`, 'key-1')).text).toBe(first.text);
    for (const path of [`/admin/orders/${other}/capture`, `/admin/orders/${one}/complete`])
      expect(error(await keyed(path, 'key-1'))).toEqual(
        refused(422, 'duplicate_error', expect.any(String), 'invalid_request_error'),
      );
    const refund = (amount: number) =>
      keyed(`/admin/orders/${one}/refund`, 'key-2', JSON.stringify({ amount, reason: 'x' }));
    expect((await refund(100)).status).toBe(200);
    expect(orderOf(await refund(100))['refunded_total']).toBe(100);
    expect((await refund(200)).status).toBe(422);
  });

  test('is not used up by a refused request', async () => {
    const [canceled, other] = [await shop.order(), await shop.order()];
    await shop.send(`/admin/orders/${canceled}/cancel`);
    expect((await keyed(`/admin/orders/${canceled}/capture`, 'key-3')).status).toBe(400);
    expect((await keyed(`/admin/orders/${other}/capture`, 'key-3')).status).toBe(200);
  });

  test('of another form is refused', async () => {
    expect((await keyed('/admin/orders/x/capture', 'a b')).status).toBe(400);
    expect((await keyed('/admin/orders/x/capture', 'x'.repeat(257))).status).toBe(400);
  });
});

credentialCases(() => shop);
listCases(() => shop);
clientCases(() => shop);
