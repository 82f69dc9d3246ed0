import { describe, expect, test } from '@jest/globals';
import { orderIdOf, type OrderRow } from '#ledger';
import { registerOrder } from '../testing/commands.js';
import { decideLine } from './decide-line.js';
import type { LoadedOrder } from './loaded-order.js';
import { RecentOrders } from './recent-orders.js';

const [registered] = decideLine(undefined, [registerOrder(orderIdOf('s', '1'))]).drafts;

/** A fold of which only how much it is matters here. */
const folded = (revision: number, { rows = 0, capturedRows = 0 } = {}): LoadedOrder => {
  const { order, chain } = registered!.after;
  const balance = { ...order.balance, rows: Array<OrderRow>(rows).fill(order.balance.rows[0]!) };
  return { order: { ...order, balance, capturedRows }, revision, position: 0n, chain };
};

/** Nothing is kept as text. */
const readyOnly = { textBytesMax: 0 };

const kept = (recent: RecentOrders, ...orderIds: string[]): string[] =>
  orderIds.filter((orderId) => recent.get(orderId) !== undefined);

describe('recent orders', () => {
  test('are the newest, up to a number of orders', () => {
    const recent = new RecentOrders({ ...readyOnly, readyOrdersMax: 2, readyWeightMax: 100 });
    for (const orderId of ['a', 'b', 'c']) recent.keep(orderId, folded(1));
    expect(kept(recent, 'a', 'b', 'c')).toEqual(['b', 'c']);
  });

  test('are those used last, not those met first', () => {
    const recent = new RecentOrders({ ...readyOnly, readyOrdersMax: 2, readyWeightMax: 100 });
    for (const orderId of ['a', 'b', 'a', 'c']) recent.keep(orderId, folded(1));
    expect(kept(recent, 'a', 'b', 'c')).toEqual(['a', 'c']);
  });

  test('weigh no more together than allowed, whatever their number', () => {
    const recent = new RecentOrders({ ...readyOnly, readyOrdersMax: 100, readyWeightMax: 10 });
    for (const orderId of ['a', 'b']) recent.keep(orderId, folded(1));
    recent.keep('long', folded(7));
    expect(kept(recent, 'a', 'b', 'long')).toEqual(['b', 'long']);
  });

  test.each([
    ['rows', { rows: 7 }],
    ['captured rows', { capturedRows: 7 }],
  ])('weigh as much as their %s too', (_what, content) => {
    const recent = new RecentOrders({ ...readyOnly, readyOrdersMax: 100, readyWeightMax: 10 });
    for (const orderId of ['a', 'b']) recent.keep(orderId, folded(1));
    recent.keep('heavy', folded(0, content));
    expect(kept(recent, 'a', 'b', 'heavy')).toEqual(['b', 'heavy']);
  });

  test('are at least the one used last, however much it weighs', () => {
    const recent = new RecentOrders({ ...readyOnly, readyOrdersMax: 100, readyWeightMax: 10 });
    for (const orderId of ['a', 'heavy']) recent.keep(orderId, folded(40));
    expect(kept(recent, 'a', 'heavy')).toEqual(['heavy']);
    recent.keep('b', folded(1));
    expect(kept(recent, 'heavy', 'b')).toEqual(['b']);
  });

  test('count an order once that is kept again', () => {
    const recent = new RecentOrders({ ...readyOnly, readyOrdersMax: 100, readyWeightMax: 10 });
    for (let revision = 0; revision < 8; revision += 1) recent.keep('a', folded(revision));
    recent.keep('b', folded(1));
    expect(kept(recent, 'a', 'b')).toEqual(['a', 'b']);
  });
});

describe('orders used before the recent ones', () => {
  const limits = { readyOrdersMax: 1, readyWeightMax: 1_000, textBytesMax: 10_000 };

  test('are kept as they were', () => {
    const recent = new RecentOrders(limits);
    const fold = folded(3, { rows: 2 });
    recent.keep('a', fold);
    recent.keep('b', folded(1));
    expect(recent.get('a')).toEqual(fold);
    expect(recent.get('a')).not.toBe(fold);
  });

  test('are there once only', () => {
    const recent = new RecentOrders(limits);
    for (const orderId of ['a', 'b']) recent.keep(orderId, folded(1));
    recent.keep('a', folded(2));
    recent.keep('c', folded(1));
    expect(recent.get('a')?.revision).toBe(2);
  });

  test('give way, the oldest first, when there is no room for their texts', () => {
    const recent = new RecentOrders(limits);
    const orderIds = Array.from({ length: 30 }, (_, i) => `o${i}`);
    for (const orderId of orderIds) recent.keep(orderId, folded(1));
    const left = kept(recent, ...orderIds);
    expect(left).toEqual(orderIds.slice(-left.length));
    expect(left.length).toBeGreaterThan(3);
    expect(left.length).toBeLessThan(20);
  });

  test('with a long history are not kept as text', () => {
    const recent = new RecentOrders(limits);
    recent.keep('long', folded(300));
    recent.keep('b', folded(1));
    expect(kept(recent, 'long', 'b')).toEqual(['b']);
  });
});
