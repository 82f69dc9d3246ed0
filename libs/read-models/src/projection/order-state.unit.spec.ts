import { describe, expect, test } from '@jest/globals';
import type { UnnumberedRow } from '#ledger';
import { register, shoes } from '../testing/commands.js';
import { RecordedLog } from '../testing/recorded-log.js';
import { OrderCache, nextState, type OrderState } from './order-state.js';
const stateWith = (rows: number, row: UnnumberedRow = shoes): OrderState => {
  const log = new RecordedLog().accept(register({ rows: Array.from({ length: rows }, () => row) }));
  return nextState(undefined, log.events[0]!);
};

describe('the cache of orders', () => {
  test('gives back what was put last', () => {
    const cache = new OrderCache(100);
    const [old, young] = [stateWith(1), stateWith(2)];
    cache.put('a', old);
    cache.put('a', young);
    expect(cache.get('a')).toBe(young);
  });

  test('lets the least recently put go when there are too many rows', () => {
    const cache = new OrderCache(9);
    for (const id of ['a', 'b', 'c']) cache.put(id, stateWith(2));
    cache.put('a', stateWith(2));
    cache.put('d', stateWith(2));

    expect(['a', 'b', 'c', 'd'].filter((id) => cache.get(id) !== undefined)).toEqual([
      'a',
      'c',
      'd',
    ]);
  });

  test('counts the attributes of rows as well: they may take more memory than all else', () => {
    const cache = new OrderCache(100);
    const large = { ...shoes, attributes: { a: 'x'.repeat(4_000) } };
    cache.put('a', stateWith(1));
    cache.put('b', stateWith(1, large));
    expect(['a', 'b'].filter((id) => cache.get(id) !== undefined)).toEqual([]);
  });

  test('does not keep an order larger than itself', () => {
    const cache = new OrderCache(5);
    cache.put('small', stateWith(1));
    cache.put('large', stateWith(5));
    expect([cache.get('small'), cache.get('large')]).toEqual([undefined, undefined]);
  });

  test('counts an order that is put again once', () => {
    const cache = new OrderCache(6);
    for (let times = 0; times < 10; times += 1) cache.put('a', stateWith(2));
    cache.put('b', stateWith(2));
    expect(cache.get('a')).toBeDefined();
  });

  test('is empty after it was cleared', () => {
    const cache = new OrderCache(10);
    cache.put('a', stateWith(1));
    cache.clear();
    expect(cache.get('a')).toBeUndefined();
  });
});
