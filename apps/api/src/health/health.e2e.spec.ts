import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiUnderTest } from '../../../../test/support/api-under-test.js';
import { WalleyCaller, reasonsOf } from '../../../../test/support/walley-caller.js';

const api = new ApiUnderTest();
let shop: WalleyCaller;
let orderId: string;
beforeAll(async () => {
  await api.start();
  shop = await WalleyCaller.of(api.url);
  orderId = await shop.register();
  await shop.order(orderId);
});
afterAll(() => api.stop());

const health = async (path: string) => {
  const answer = await fetch(`${api.url}/health/${path}`);
  return { status: answer.status, body: await answer.json() };
};

test('with everything there the service is live and ready, and says how old a read can be', async () => {
  expect(await health('live')).toEqual({ status: 200, body: { status: 'live' } });
  expect(await health('ready')).toEqual({
    status: 200,
    body: {
      status: 'ready',
      eventStore: { status: 'up' },
      postgres: { status: 'up' },
      projection: {
        status: 'up',
        position: expect.stringMatching(/^\d+$/),
        lagSeconds: expect.any(Number),
      },
    },
  });
});

test('stores of old whose time zone has no canonical name are counted, and make nothing unready', async () => {
  const { rowCount } = await api.pool.query("UPDATE access.stores SET time_zone = 'BST'");
  expect(await health('ready')).toMatchObject({
    status: 200,
    body: { status: 'ready', misnamedZones: rowCount },
  });
  await api.pool.query("UPDATE access.stores SET time_zone = 'UTC'");
});

test('with the event store away commands are answered 503 and reads go on', async () => {
  await api.stopEventNode();
  const captured = await shop.capture(orderId, { amount: 285 }, { 'X-Idempotency': 'k' });
  expect([captured.status, reasonsOf(captured)]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
  expect(Number(captured.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);

  expect(await shop.order(orderId)).toMatchObject({ status: 'NotActivated', invoices: [] });
  expect((await health('live')).status).toBe(200);
  expect(await health('ready')).toMatchObject({
    status: 503,
    body: { status: 'not ready', eventStore: { status: 'down' }, postgres: { status: 'up' } },
  });
  expect(api.failures).toEqual([]);
});
