import { describe, expect, test } from '@jest/globals';
import type { Attributes, OrderRow } from '#ledger';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';
import { registerOrder } from '../testing/commands.js';
import { decideBatch } from './decide-batch.js';
import type { LoadedOrder } from './load-order.js';
import { RecentOrders } from './recent-orders.js';

const { after } = decideBatch(undefined, [registerOrder(orderIdOf('s', '1'))]);
const loaded: LoadedOrder = { ...after!, position: 12n };

interface Content {
  readonly rows?: number;
  readonly recordedRows?: number;
  /** The attributes of each row. */
  readonly attributes?: Attributes;
}

/** An order's state of a certain size; its content does not matter. */
const folded = (
  revision: number,
  { rows = 0, recordedRows = 0, attributes = {} }: Content = {},
): LoadedOrder => {
  const { order } = loaded;
  const row = { ...order.balance.rows[0]!, attributes };
  const balance = { ...order.balance, rows: Array<OrderRow>(rows).fill(row) };
  return { ...loaded, order: { ...order, balance, recordedRows }, revision };
};

const limits = { recentOrdersMax: 100, recentBytesMax: 1_000_000 };

const kept = (recent: RecentOrders, ...orderIds: string[]): string[] =>
  orderIds.filter((id) => recent.get(id) !== undefined);

describe('recent orders', () => {
  test('are kept as they are', () => {
    const recent = new RecentOrders(limits);
    recent.keep('a', loaded);
    expect(recent.get('a')).toBe(loaded);
    recent.clear();
    expect(recent.get('a')).toBeUndefined();
  });

  test('are those used last, up to their number', () => {
    const recent = new RecentOrders({ ...limits, recentOrdersMax: 2 });
    for (const id of ['a', 'b']) recent.keep(id, folded(1));
    recent.get('a');
    recent.keep('c', folded(1));
    expect(kept(recent, 'a', 'b', 'c')).toEqual(['a', 'c']);
  });

  test('are those used last, up to their memory', () => {
    const recent = new RecentOrders({ ...limits, recentBytesMax: 10_000 });
    const ids = Array.from({ length: 20 }, (_, index) => `order ${index}`);
    for (const id of ids) recent.keep(id, folded(1));
    const left = kept(recent, ...ids);
    expect(left.length).toBeGreaterThan(4);
    expect(left.length).toBeLessThan(16);
    expect(left).toEqual(ids.slice(-left.length));
  });

  test.each([
    ['events', 1_000, {}],
    ['rows', 0, { rows: 1_000 }],
    ['recorded rows', 0, { recordedRows: 1_000 }],
    ['attributes', 0, { rows: 10, attributes: { long: 'x'.repeat(4_000) } }],
  ])('make room for one with many %s', (_what, revision, content) => {
    const recent = new RecentOrders({ ...limits, recentBytesMax: 390_000 });
    for (const id of ['a', 'b']) recent.keep(id, folded(20));
    recent.keep('heavy', folded(revision, content));
    expect(kept(recent, 'a', 'b', 'heavy')).toEqual(['heavy']);
  });

  test('are at least the one used last, however much it weighs', () => {
    const recent = new RecentOrders({ ...limits, recentBytesMax: 5_000 });
    for (const id of ['a', 'heavy']) recent.keep(id, folded(4_000));
    expect(kept(recent, 'a', 'heavy')).toEqual(['heavy']);
  });
});
