import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Receiver, type Received } from '../../../../../../libs/webhooks/src/testing/receiver.js';
import { until } from '../../../../../../test/support/until.js';
import type { Answer } from '../testing/ledger-caller.js';
import { expectProblem, pointersOf } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';

const ledger = useLedger({ WEBHOOK_ALLOW_PRIVATE_TARGETS: 'true' });
let receiver: Receiver;

beforeAll(async () => {
  receiver = await Receiver.start();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = (_, response) => response.writeHead(204).end();
});
afterAll(async () => receiver.stop());

interface Made {
  readonly webhookId: string;
  readonly secret: string;
}

const webhook = async (store: string, content: object = {}): Promise<Made> => {
  const wanted = { kind: 'standard', url: `${receiver.url}/hook`, stores: [store], ...content };
  const made = await ledger.demo.post('/v1/webhooks', wanted);
  expect(made.status).toBe(201);
  return made.body as Made;
};

const deliveries = async ({ webhookId }: Made, query = ''): Promise<Record<string, unknown>[]> => {
  const { body } = await ledger.demo.get(`/v1/webhooks/${webhookId}/deliveries${query}`);
  return (body as { items: Record<string, unknown>[] }).items;
};

const shop = async () => ledger.clientOf(['orders:write', 'captures:write', 'orders:read']);

const typesOf = (received: readonly Received[]): string[] =>
  received.map(({ body }) => {
    const message = JSON.parse(body) as { type?: string; Type?: string };
    return message.type ?? message.Type ?? '';
  });

describe('an order', () => {
  test('is told in order, signed as Standard Webhooks', async () => {
    const { caller, store } = await shop();
    await ledger.register({ store }, caller);
    const made = await webhook(store);
    const { id } = await ledger.register({ store }, caller);
    await caller.post(`/v1/orders/${id}/captures`, { amount: 28500, reference: 'ship-1' });
    await until(() => receiver.received.length >= 3);

    expect(typesOf(receiver.received)).toEqual([
      'order.created',
      'order.authorized',
      'order.captured',
    ]);
    const { headers, body } = receiver.received[2]!;
    expect(new Webhook(made.secret).verify(body, headers as Record<string, string>)).toMatchObject({
      data: { orderId: id, store, amount: 28500, currency: 'SEK', reference: 'ship-1' },
    });
    await until(async () => (await deliveries(made, '?status=delivered')).length === 3);
  });

  test('is told in the form of Walley', async () => {
    const { caller, store } = await shop();
    const { secret } = await webhook(store, {
      kind: 'walley',
      eventTypes: ['walley:order:captured'],
    });
    const { id } = await ledger.register({ store, orderNumber: 'w-1' }, caller);
    const captured = await caller.post(`/v1/orders/${id}/captures`, { amount: 28500 });
    await until(() => receiver.received.length > 0);

    const { headers, body } = receiver.received[0]!;
    expect(JSON.parse(body)).toEqual({
      Type: 'walley:order:captured',
      Timestamp: expect.stringMatching(/Z$/),
      Payload: {
        OrderId: id,
        Reference: 'w-1',
        Amount: 285,
        Currency: 'SEK',
        StoreId: store,
        CaptureId: (captured.body as { captureId: string }).captureId,
      },
    });
    const timestamp = String(headers['walley-timestamp']);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'walley-correlationid': captured.headers.get('X-Request-Id'),
      'walley-live': 'False',
      'walley-signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
    });
  });

  test('is told whatever becomes of it, and the settlement that it ends in', async () => {
    const scopes = ['orders:write', 'captures:write', 'refunds:write', 'admin'] as const;
    const { caller, store } = await ledger.clientOf(scopes);
    await webhook(store);
    const { id } = await ledger.register({ store, orderNumber: 'l-1' }, caller);
    const path = `/v1/orders/${id}`;
    await caller.post(`${path}/captures`, {
      amount: 9500,
      items: [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }],
    });
    await caller.post(`${path}/refunds`, { amount: 500, reference: 'r-1' });
    await caller.post(`${path}/extension`, {});
    await caller.post(`${path}/cancellation`, {});
    await until(() => receiver.received.length === 6);
    await until(async () => (await caller.post('/v1/settlements', { store })).status === 202);
    await until(() => receiver.received.length === 7);

    expect(typesOf(receiver.received)).toEqual([
      'order.created',
      'order.authorized',
      'order.captured',
      'order.refunded',
      'order.extended',
      'order.cancelled',
      'settlement.created',
    ]);
    const facts = receiver.received.map(
      ({ body }) => (JSON.parse(body) as { data: Record<string, unknown> }).data,
    );
    expect(facts.map(({ amount }) => amount)).toEqual([
      28500, 28500, 9500, 500, 19000, 19000, 9000,
    ]);
    expect(facts.slice(0, 6).map(({ orderNumber }) => orderNumber)).toEqual(Array(6).fill('l-1'));
    expect(facts[6]).toMatchObject({ store, currency: 'SEK', number: 1 });
  });

  test('that could not be told shows why, and is told again', async () => {
    const { caller, store } = await shop();
    const made = await webhook(store, { eventTypes: ['order.created'] });
    receiver.answer = (_, response) => response.writeHead(500).end();
    await ledger.register({ store }, caller);
    await until(async () => (await deliveries(made))[0]?.['lastStatus'] === 500);
    const [failed] = await deliveries(made, '?status=pending');
    expect(failed).toMatchObject({ eventType: 'order.created', attempts: 1, status: 'pending' });
    const path = `/v1/webhooks/${made.webhookId}/deliveries/${String(failed!['deliveryId'])}/replay`;
    expectProblem(await ledger.demo.post(path, undefined), 422, 'DELIVERY_PENDING');

    receiver.answer = (_, response) => response.writeHead(204).end();
    await until(async () => (await deliveries(made, '?status=delivered')).length === 1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    const replayed = await ledger.demo.post(path, undefined);
    expect(replayed.status).toBe(202);
    await until(() => receiver.received.length === 3);
  });
});

describe('webhooks', () => {
  test('are made, listed, shown, given another secret and removed', async () => {
    const { store } = await shop();
    const made = await ledger.demo.post('/v1/webhooks', {
      kind: 'walley',
      url: `${receiver.url}/w`,
      stores: [store],
      eventTypes: ['order.captured'],
      description: 'Shop',
    });
    const { secret, ...shown } = made.body as Made;
    expect(made.headers.get('Cache-Control')).toBe('no-store');
    expect(secret).toMatch(/^[\da-f]{64}$/);
    expect(shown).toEqual({
      webhookId: expect.any(String),
      kind: 'walley',
      url: `${receiver.url}/w`,
      stores: [store],
      eventTypes: ['walley:order:captured'],
      description: 'Shop',
      createdAt: expect.any(String),
    });
    const path = `/v1/webhooks/${shown.webhookId}`;
    expect(made.headers.get('Location')).toBe(path);
    expect((await ledger.demo.get(path)).body).toEqual(shown);
    const { body: all } = await ledger.demo.get('/v1/webhooks');
    expect(all).toMatchObject({ items: expect.arrayContaining([shown]), nextCursor: null });

    const rotated = await ledger.demo.post(`${path}/secret?keepFormerHours=1`, undefined);
    expect(rotated.body).toMatchObject({ ...shown, formerSecretUntil: expect.any(String) });
    expect((rotated.body as Made).secret).not.toBe(secret);

    expect((await ledger.demo.delete(path)).status).toBe(204);
    expectProblem(await ledger.demo.get(path), 404, 'WEBHOOK_NOT_FOUND');
    expectProblem(await ledger.demo.delete(path), 404, 'WEBHOOK_NOT_FOUND');
  });

  const post = async (content: object): Promise<Answer> =>
    ledger.demo.post('/v1/webhooks', {
      kind: 'standard',
      url: 'https://shop.example.com/',
      stores: ['demo-se'],
      ...content,
    });

  test('are made once for one idempotency key, and shown with their secret again', async () => {
    const { store } = await shop();
    const wanted = { kind: 'standard', url: `${receiver.url}/once`, stores: [store] };
    const send = (body: object, key: string) =>
      ledger.demo.post('/v1/webhooks', body, { 'Idempotency-Key': key });
    const made = await send(wanted, `once-${store}`);
    expect(made.status).toBe(201);
    expect(made.headers.get('Idempotency-Replayed')).toBeNull();

    const repeat = await send(wanted, `once-${store}`);
    expect(repeat.status).toBe(201);
    expect(repeat.headers.get('Idempotency-Replayed')).toBe('true');
    expect(repeat.headers.get('Location')).toBe(made.headers.get('Location'));
    expect(repeat.body).toEqual(made.body);
    const { body: all } = await ledger.demo.get('/v1/webhooks');
    const urls = (all as { items: { url: string }[] }).items.map(({ url }) => url);
    expect(urls.filter((url) => url.endsWith('/once'))).toHaveLength(1);

    const other = { ...wanted, eventTypes: ['order.captured'] };
    expectProblem(await send(other, `once-${store}`), 422, 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await send(wanted, 'two words'), 400, 'VALIDATION_ERROR');
  });

  test('are refused with what is wrong', async () => {
    expectProblem(await post({ url: 'ftp://a.example/' }), 422, 'WEBHOOK_TARGET_REFUSED');
    expectProblem(await post({ stores: ['nowhere'] }), 422, 'STORE_UNKNOWN');
    const answer = await post({ kind: 'other', stores: [], eventTypes: ['order.lost'] });
    expectProblem(answer, 400, 'VALIDATION_ERROR');
    expect(pointersOf(answer)).toEqual(['/eventTypes', '/kind', '/stores']);
    for (const query of ['status=lost', 'cursor=x', 'limit=0']) {
      const made = await webhook('demo-se');
      const listed = await ledger.demo.get(`/v1/webhooks/${made.webhookId}/deliveries?${query}`);
      expectProblem(listed, 400, 'VALIDATION_ERROR');
    }
    const nobody = await ledger.demo.get('/v1/webhooks/not-a-uuid/deliveries');
    expectProblem(nobody, 404, 'WEBHOOK_NOT_FOUND');
  });

  test('need the scope admin', async () => {
    const { caller } = await shop();
    expectProblem(await caller.get('/v1/webhooks'), 403, 'FORBIDDEN');
  });
});
