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

const kept = (recent: RecentOrders, ...orderIds: string[]): string[] =>
  orderIds.filter((orderId) => recent.get(orderId) !== undefined);

describe('recent orders', () => {
  test('are the newest, up to a number of orders', () => {
    const recent = new RecentOrders({ cachedOrdersMax: 2, cachedWeightMax: 100 });
    for (const orderId of ['a', 'b', 'c']) recent.keep(orderId, folded(1));
    expect(kept(recent, 'a', 'b', 'c')).toEqual(['b', 'c']);
  });

  test('are those used last, not those met first', () => {
    const recent = new RecentOrders({ cachedOrdersMax: 2, cachedWeightMax: 100 });
    for (const orderId of ['a', 'b', 'a', 'c']) recent.keep(orderId, folded(1));
    expect(kept(recent, 'a', 'b', 'c')).toEqual(['a', 'c']);
  });

  test('weigh no more together than allowed, whatever their number', () => {
    const recent = new RecentOrders({ cachedOrdersMax: 100, cachedWeightMax: 10 });
    for (const orderId of ['a', 'b']) recent.keep(orderId, folded(1));
    recent.keep('long', folded(7));
    expect(kept(recent, 'a', 'b', 'long')).toEqual(['b', 'long']);
  });

  test.each([
    ['rows', { rows: 7 }],
    ['captured rows', { capturedRows: 7 }],
  ])('weigh as much as their %s too', (_what, content) => {
    const recent = new RecentOrders({ cachedOrdersMax: 100, cachedWeightMax: 10 });
    for (const orderId of ['a', 'b']) recent.keep(orderId, folded(1));
    recent.keep('heavy', folded(0, content));
    expect(kept(recent, 'a', 'b', 'heavy')).toEqual(['b', 'heavy']);
  });

  test('are at least the one used last, however much it weighs', () => {
    const recent = new RecentOrders({ cachedOrdersMax: 100, cachedWeightMax: 10 });
    for (const orderId of ['a', 'heavy']) recent.keep(orderId, folded(40));
    expect(kept(recent, 'a', 'heavy')).toEqual(['heavy']);
    recent.keep('b', folded(1));
    expect(kept(recent, 'heavy', 'b')).toEqual(['b']);
  });

  test('count an order once that is kept again', () => {
    const recent = new RecentOrders({ cachedOrdersMax: 100, cachedWeightMax: 10 });
    for (let revision = 0; revision < 8; revision += 1) recent.keep('a', folded(revision));
    recent.keep('b', folded(1));
    expect(kept(recent, 'a', 'b')).toEqual(['a', 'b']);
  });
});
