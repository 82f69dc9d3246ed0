import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OrderQueue } from './order-queue.js';

const any = () => true;

const queueOf = (...orders: readonly (readonly [storeId: string, orderId: string])[]) => {
  const queue = new OrderQueue(10);
  for (const [storeId, orderId] of orders) queue.add({ storeId, orderId, position: 1n });
  return queue;
};

const taken = (queue: OrderQueue, mayStart: (storeId: string) => boolean = any): string[] => {
  const ids: string[] = [];
  for (let order = queue.takeNext(mayStart); order; order = queue.takeNext(mayStart)) {
    ids.push(order.orderId);
  }
  return ids;
};

describe('the orders that wait in memory', () => {
  test('are taken by turns of their stores, and of one store in their order', () => {
    const queue = queueOf(['a', 'a1'], ['a', 'a2'], ['a', 'a3'], ['b', 'b1'], ['c', 'c1']);
    expect(taken(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
    expect(queue.size).toBe(0);
  });

  test('of a store that may not start keep their turn', () => {
    const queue = queueOf(['a', 'a1'], ['a', 'a2'], ['b', 'b1']);
    expect(taken(queue, (storeId) => storeId === 'b')).toEqual(['b1']);
    queue.add({ storeId: 'b', orderId: 'b2', position: 2n });
    expect(taken(queue)).toEqual(['a1', 'b2', 'a2']);
  });

  test('leave room for another store', () => {
    const queue = new OrderQueue(10);
    for (let at = 0; queue.hasRoom('a'); at += 1) {
      queue.add({ storeId: 'a', orderId: `a${at}`, position: 1n });
    }
    expect(queue.size).toBe(8);
    expect(queue.hasRoom('b')).toBe(true);
    expect(queue.crowdedStores).toEqual(['a']);
  });

  test('are there once: a later event replaces the one before', () => {
    const queue = queueOf(['', 'a1'], ['a', 'a2']);
    queue.add({ storeId: 'a', orderId: 'a1', position: 7n });
    expect(queue.orders).toEqual([
      { storeId: 'a', orderId: 'a2', position: 1n },
      { storeId: 'a', orderId: 'a1', position: 7n },
    ]);
    queue.add({ storeId: 'a', orderId: 'a2', position: 8n });
    expect(taken(queue)).toEqual(['a2', 'a1']);
  });

  test('are each taken once, with no store more than a turn before another', () => {
    const store = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.tuple(store, fc.nat(20))), (added) => {
        const queue = queueOf(...added.map(([name, id]) => [name, `${name}${id}`] as const));
        const ids = taken(queue);
        expect([...ids].sort()).toEqual(
          [...new Set(added.map(([name, id]) => `${name}${id}`))].sort(),
        );
        const rounds = new Map<string, number>();
        let last = 0;
        for (const [name = ''] of ids) {
          const round = (rounds.get(name) ?? 0) + 1;
          rounds.set(name, round);
          expect(round).toBeGreaterThanOrEqual(last);
          last = round;
        }
        expect([queue.size, queue.orders]).toEqual([0, []]);
      }),
    );
  });
});
