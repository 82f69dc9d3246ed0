import { describe, expect, test } from '@jest/globals';
import { orderIdsOf } from '#event-log/offline';
import { pacingOf } from './load-job.js';
import { plannedRequests } from './planned-requests.js';

describe('a closed loop', () => {
  const pacing = pacingOf({ kind: 'closed', seconds: 2 }, 50);

  test('has all its requests due until the time is over, and none after', () => {
    expect(pacing.dueBy(0)).toBe(50);
    expect(pacing.dueBy(1_999)).toBe(50);
    expect(pacing.dueBy(2_000)).toBe(0);
  });

  test('counts a request from when it is sent, and waits for answers only', () => {
    expect(pacing.dueAt(7, 123)).toBe(123);
    expect(pacing.nextIn(7, 123)).toBeUndefined();
  });
});

describe('an open loop of 100 a second', () => {
  const pacing = pacingOf({ kind: 'open', perSecond: 100 }, 50);

  test('has one request due at once and another every 10 ms, up to the last', () => {
    expect([0, 9.9, 10, 25, 489, 490, 10_000].map(pacing.dueBy)).toEqual([1, 1, 2, 3, 49, 50, 50]);
  });

  test('counts a request from when it was due, however late it is sent', () => {
    expect(pacing.dueAt(0, 400)).toBe(0);
    expect(pacing.dueAt(30, 400)).toBe(300);
  });

  test('tells how long until the next is due, and nothing after the last', () => {
    expect(pacing.nextIn(3, 25)).toBe(5);
    expect(pacing.nextIn(3, 29.9)).toBe(1);
    expect(pacing.nextIn(50, 600)).toBeUndefined();
  });
});

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
