import { describe, expect, test } from '@jest/globals';
import { actionIdOf } from './ids.js';
import { orderIdOf } from '../testing/demo-order.js';

const orderId = orderIdOf('demo-se', '1001');
const uuidV5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('ids', () => {
  test('are the same in every process and every version of the ledger', () => {
    const captureId = actionIdOf(orderId, 'capture', 'k-1');
    expect(orderId).toBe('c107a454-7abc-519f-b865-9c805d9e27b5');
    expect(captureId).toBe('d968239c-9bc3-5746-8569-8781ac58d882');
    expect([orderId, captureId]).toEqual(
      Array.from({ length: 2 }, () => expect.stringMatching(uuidV5)),
    );
  });

  test('differ by store and number, and by where the one ends and the other begins', () => {
    const ids = [
      orderIdOf('a', 'bc'),
      orderIdOf('ab', 'c'),
      orderIdOf('a","b', 'c'),
      orderIdOf('a', 'b","c'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('differ by order, action and key', () => {
    const capture = actionIdOf(orderId, 'capture', 'k');
    const ids = [
      capture,
      actionIdOf(orderId, 'register', 'k'),
      actionIdOf(orderId, 'capture', 'K'),
      actionIdOf(orderIdOf('demo-se', '1002'), 'capture', 'k'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
