import { describe, expect, test } from '@jest/globals';
import { actionIdOf, type Attributes, type OrderRow } from '#ledger';
import { executionOf, registerOrder, requestCapture } from '../../testing/commands.js';
import { decideLine } from '../decide-line.js';
import type { LoadedOrder } from '../loaded-order.js';
import { RecentOrders } from './recent-orders.js';
import { orderIdOf } from '../../../../ledger/src/testing/test-order-ids.js';

const orderId = orderIdOf('s', '1');
const captured = requestCapture(orderId, { amount: 9500, idempotencyKey: 'k' });
const { after } = decideLine(undefined, [registerOrder(orderId), captured]);
const loaded: LoadedOrder = { ...after!, position: 12n };

interface Content {
  readonly rows?: number;
  readonly recordedRows?: number;
  /** Of each row. */
  readonly attributes?: Attributes;
}

/** A fold of which only how much it is matters here. */
const folded = (
  revision: number,
  { rows = 0, recordedRows = 0, attributes = {} }: Content = {},
): LoadedOrder => {
  const { order } = loaded;
  const row = { ...order.balance.rows[0]!, attributes };
  const balance = { ...order.balance, rows: Array<OrderRow>(rows).fill(row) };
  return { ...loaded, order: { ...order, balance, recordedRows }, revision };
};

const limits = { liveOrdersMax: 2, liveWeightMax: 10_000, packedBytesMax: 0 };

const kept = (recent: RecentOrders, ...orderIds: string[]): string[] =>
  orderIds.filter((id) => recent.get(id) !== undefined);

describe('recent orders', () => {
  test('are kept packed when others are newer', () => {
    const recent = new RecentOrders({ ...limits, packedBytesMax: 100_000 });
    for (const id of ['a', 'b', 'c', 'd']) recent.keep(id, folded(1));
    expect(kept(recent, 'a', 'b', 'c', 'd')).toEqual(['a', 'b', 'c', 'd']);
  });

  test('come back from the packed ones as they were', () => {
    const recent = new RecentOrders({ ...limits, packedBytesMax: 100_000 });
    for (const id of ['a', 'b', 'c']) recent.keep(id, loaded);
    const back = recent.get('a')!;
    expect(back).not.toBe(loaded);
    expect({ ...back, order: undefined }).toEqual({ ...loaded, order: undefined });
    expect(plain(back)).toEqual(plain(loaded));
    const decide = captured.decide(back.order);
    expect(decide).toEqual(captured.decide(loaded.order));
    expect(decide).toMatchObject({ kind: 'replayed' });
  });

  test('come back with what was given back and authorised anew', () => {
    const amount = { unit: 'minor', value: 100_000 } as const;
    const head = { orderId, at: '2026-03-01T12:00:00.000Z', idempotencyKey: 'k' };
    const refund = executionOf({
      type: 'RefundOrder',
      ...head,
      actionId: actionIdOf(orderId, 'refund', 'k'),
      data: { amount: { unit: 'minor', value: 100 }, items: [] },
    });
    const reauthorization = executionOf({
      type: 'ReauthorizeOrder',
      ...head,
      actionId: actionIdOf(orderId, 'reauthorize', 'k'),
      data: { amount, items: [] },
    });
    const { after: later } = decideLine(after, [refund, reauthorization]);
    const recent = new RecentOrders({ ...limits, packedBytesMax: 100_000 });
    for (const id of ['a', 'b', 'c']) recent.keep(id, { ...loaded, ...later! });
    const { order } = recent.get('a')!;
    expect(order.refunds?.made.get(refund.actionId)).toMatchObject({ amount: 100 });
    expect(order.reauthorizations?.pending).toMatchObject({ amount: 100_000 });
    for (const execution of [refund, reauthorization]) {
      expect(execution.decide(order)).toEqual(execution.decide(later!.order));
    }
  });

  test('are the newest of the packed ones, up to their bytes', () => {
    const recent = new RecentOrders({ ...limits, packedBytesMax: 5_000 });
    const ids = Array.from({ length: 20 }, (_, index) => `order ${index}`);
    for (const id of ids) recent.keep(id, folded(1));
    const left = kept(recent, ...ids);
    expect(left.length).toBeGreaterThan(4);
    expect(left.length).toBeLessThan(16);
    expect(left).toEqual(ids.slice(-left.length));
  });

  test.each([
    ['rows', { rows: 1_000 }],
    ['recorded rows', { recordedRows: 1_000 }],
    ['attributes', { rows: 10, attributes: { long: 'x'.repeat(4_000) } }],
  ])('are not packed with many %s', (_what, content) => {
    const recent = new RecentOrders({ ...limits, packedBytesMax: 10_000_000 });
    recent.keep('heavy', folded(0, content));
    for (const id of ['a', 'b']) recent.keep(id, folded(1));
    expect(kept(recent, 'heavy', 'a', 'b')).toEqual(['a', 'b']);
  });

  test('are at least the one used last, however much it weighs', () => {
    const recent = new RecentOrders({ ...limits, liveWeightMax: 10 });
    for (const id of ['a', 'heavy']) recent.keep(id, folded(4_000));
    expect(kept(recent, 'a', 'heavy')).toEqual(['heavy']);
  });
});

const plain = ({ order }: LoadedOrder): unknown => ({
  ...order,
  captures: [...order.captures.entries()],
  answers: [...order.answers.entries()],
});
