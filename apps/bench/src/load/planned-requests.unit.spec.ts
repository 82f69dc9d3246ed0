import { expect, test } from '@jest/globals';
import { orderIdsOf } from '#event-log/offline';
import { plannedRequests } from './planned-requests.js';

const orderIds = orderIdsOf(undefined);
const names = { store: 'demo-se', prefix: 'run-', namespace: orderIds.namespace };

test('a capture names its order, its key and its amount in major units', () => {
  const requests = plannedRequests({
    kind: 'captures',
    names,
    orders: Int32Array.of(4, 4, 9),
    keys: Int32Array.of(0, 1, 2),
    amounts: Int32Array.of(10_000, 5, 10_000),
  });

  expect(requests.count).toBe(3);
  expect(requests.at(1)).toEqual({
    path: `/manage/orders/${orderIds.of('demo-se', 'run-4')}/capture`,
    keyHeader: 'x-idempotency',
    key: 'run-k1',
    body: '{"amount":0.05}',
  });
  expect(requests.at(2).body).toBe('{"amount":100.00}');
});

test('a registration is of one row and authorised', () => {
  const plan = { kind: 'registrations', names, first: 5, count: 2, total: 28_500 } as const;
  const { path, key, body } = plannedRequests(plan).at(1);

  expect({ path, key }).toEqual({ path: '/v1/orders', key: 'run-6' });
  expect(JSON.parse(body)).toMatchObject({
    orderNumber: 'run-6',
    rows: [{ unitPrice: 28_500, quantity: 1 }],
    authorization: { status: 'authorized' },
  });
});
