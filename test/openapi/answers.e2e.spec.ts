import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { LedgerCaller } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import type { Answer } from '../../apps/api/src/contracts/ledger/testing/ledger-caller.js';
import { registration } from '../../apps/api/src/contracts/ledger/testing/use-ledger.js';
import { ApiDescription } from '../support/api-description.js';
import { useSystem } from '../support/use-system.js';

const system = useSystem();
const description = new ApiDescription();
let caller: LedgerCaller;
let orderId: string;
let captureId: string;
let refundId: string;

const differences = (method: string, path: string, { status, headers, body }: Answer): string[] =>
  description.differences({ method, path, status, contentType: headers.get('content-type'), body });

/** Calls the API, and checks that the answer has the form that openapi.yaml describes. */
const call = async (method: string, path: string, body?: object): Promise<Answer> => {
  const answer = await caller.send(path, { method, ...(body && { body }) });
  expect([method, path, answer.status, differences(method, path, answer)]).toEqual([
    ...[method, path, answer.status],
    [],
  ]);
  return answer;
};

beforeAll(async () => {
  const { url, clientId, clientSecret } = system.current;
  caller = await LedgerCaller.authenticate(url, clientId, clientSecret);
  const customer = { email: 'anna@example.com', firstName: 'Anna' };
  const made = await call('POST', '/v1/orders', registration({ customer }));
  ({ orderId } = made.body as { orderId: string });
  const items = [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }];
  const capture = { amount: 9500, items, reference: 'ship-1', description: 'First parcel' };
  const captured = await call('POST', `/v1/orders/${orderId}/captures`, capture);
  ({ captureId } = captured.body as { captureId: string });
  const refund = await call('POST', `/v1/orders/${orderId}/refunds`, { amount: 500 });
  ({ refundId } = refund.body as { refundId: string });
  await caller.getAfter(refund, `/v1/orders/${orderId}`);
});

describe('answers are as openapi.yaml describes them', () => {
  test('of orders, captures and refunds', async () => {
    const order = `/v1/orders/${orderId}`;
    for (const path of [
      ...[order, '/v1/orders?store=demo-se&limit=2', `${order}?at=1`, `${order}/history`],
      ...[`${order}/captures`, `${order}/captures/${captureId}`],
      ...[`${order}/refunds`, `${order}/refunds/${refundId}`, `${order}/reauthorizations`],
    ]) {
      expect((await call('GET', path)).status).toBe(200);
    }
  });

  test('of settlements and reports', async () => {
    const cut = await call('POST', '/v1/settlements', { store: 'demo-se' });
    expect(cut.status).toBe(202);
    const { settlementId } = cut.body as { settlementId: string };
    await caller.getAfter(cut, `/v1/settlements/${settlementId}`);
    for (const path of [
      ...[`/v1/settlements/${settlementId}`, `/v1/settlements/${settlementId}/lines`],
      ...['/v1/settlements?store=demo-se', '/v1/settlements/unsettled?store=demo-se'],
      ...['/v1/reports/captures?groupBy=day,store,currency', '/v1/reports/captures/unsettled'],
      '/v1/reports/daily',
    ]) {
      expect((await call('GET', path)).status).toBe(200);
    }
  });

  test('of clients, stores, webhooks and evidence', async () => {
    const clientId = `client-${randomUUID()}`;
    const client = { clientId, stores: ['demo-se'], scopes: ['orders:read'] };
    expect((await call('POST', '/v1/clients', client)).status).toBe(201);
    const store = `store-${randomUUID()}`;
    await call('POST', '/v1/stores', { store, salesSegment: 'B2C', currency: 'SEK' });
    const hook = { kind: 'standard', url: 'https://93.184.216.34/hook', stores: ['demo-se'] };
    const made = await call('POST', '/v1/webhooks', hook);
    const { webhookId } = made.body as { webhookId?: string };
    for (const path of [
      ...['/v1/clients', `/v1/clients/${clientId}`, '/v1/stores', `/v1/stores/${store}`],
      ...['/v1/webhooks', ...(webhookId === undefined ? [] : [`/v1/webhooks/${webhookId}`])],
      ...['/v1/audit/seals', `/v1/audit/orders/${orderId}/verification`, '/v1/problems'],
    ]) {
      expect((await call('GET', path)).status).toBe(200);
    }
    expect((await call('DELETE', `/v1/clients/${clientId}`)).status).toBe(204);
  });

  test('of Walley', async () => {
    const order = `/manage/orders/${orderId}`;
    await call('POST', `${order}/capture`, { amount: 10, description: 'Part' });
    await call('POST', `${order}/refund`, { amount: 1 });
    for (const path of [order, '/manage/orders?perPage=2', '/reports/settlements']) {
      expect((await call('GET', path)).status).toBe(200);
    }
  });

  test('of Akinon', async () => {
    const key = { kind: 'akinon', username: 'answers', password: 'a long password' };
    const made = await call('POST', '/v1/clients/demo/keys', key);
    const { token } = made.body as { token: string };
    const headers = { Authorization: `Token ${token}` };
    const { orderNumber: order } = (await call('GET', `/v1/orders/${orderId}`)).body as {
      orderNumber: string;
    };
    for (const [body, status] of [
      [{ order, order_items: [{ pk: 1 }] }, 400],
      [{ order }, 200],
      [{ order: 'nobody' }, 404],
    ] as const) {
      const path = '/api/v1/capture-order/';
      const answer = await caller.send(path, { method: 'POST', body, headers });
      expect([answer.status, differences('POST', path, answer)]).toEqual([status, []]);
    }
    const { username, password } = key;
    const logIn = await call('POST', '/api/v1/auth/login/', { username, password });
    expect([logIn.status, logIn.body]).toEqual([200, { key: token }]);
  });

  test('of refusals', async () => {
    const unknown = randomUUID();
    expect((await call('GET', `/v1/orders/${unknown}`)).status).toBe(404);
    expect((await call('GET', '/v1/orders?limit=0')).status).toBe(400);
    const tooMuch = await call('POST', `/v1/orders/${orderId}/captures`, { amount: 9_999_999 });
    expect(tooMuch.status).toBe(422);
    const wrong = await call('POST', `/v1/orders/${orderId}/captures`, { amount: 'x' });
    expect(wrong.status).toBe(400);
    expect((await call('GET', `/manage/orders/${unknown}`)).status).toBe(404);
    const walley = await call('POST', `/manage/orders/${orderId}/capture`, { amount: 9_999_999 });
    expect(walley.status).toBe(422);
    const { url } = system.current;
    const nobody = await new LedgerCaller(url).get(`/v1/orders/${orderId}`);
    expect([nobody.status, differences('GET', `/v1/orders/${orderId}`, nobody)]).toEqual([401, []]);
  });

  test('of health', async () => {
    for (const path of ['/health/live', '/health/ready']) await call('GET', path);
  });
});
