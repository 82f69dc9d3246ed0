import { describe, expect, test } from '@jest/globals';
import {
  authorize,
  capture,
  expire,
  expiresAt,
  historyOf,
  item,
  cpuTimeMs,
  demoOrderId,
  orderOf,
  recorded,
  register,
  shoes,
} from '../testing/index.js';
import { answerTo } from './idempotency.js';
import { decide } from './decide.js';
import type { Accepted } from './decision.js';
import { evolve, fold } from './evolve.js';
import type { RecordedOrderEvent } from './order-events.js';
import type { Order } from './order.js';

const pending = register({ authorization: { status: 'pending' } });

describe('The status', () => {
  test.each([
    ['Pending', [pending]],
    ['Pending', [pending, authorize({ outcome: 'failed', reason: 'declined' })]],
    ['NotActivated', [pending, authorize()]],
    ['NotActivated', [register()]],
    ['PartActivated', [register(), capture(100)]],
    ['Activated', [register(), capture(100), capture(28_400)]],
    ['Expired', [register(), capture(100), expire({ at: expiresAt })]],
  ])('is %s', (status, commands) => {
    expect(orderOf(commands).balance.status).toBe(status);
  });
});

describe('The fold', () => {
  test('of no events is no order', () => {
    expect(fold([])).toBeUndefined();
  });

  test('counts revisions from 0', () => {
    expect(orderOf([pending]).revision).toBe(0);
    expect(orderOf([register(), capture(100)]).revision).toBe(2);
  });

  test('keeps the captures in the order in which they were made', () => {
    const first = capture(9_500, { items: [item(shoes)], reference: 'ship-1' });
    const second = capture(19_000);
    const { captures } = orderOf([register(), first, second]);
    expect(captures.get(first.actionId)).toMatchObject({
      status: 'settled',
      amount: 9_500,
      refunded: 0,
      description: 'Capture',
      reference: 'ship-1',
      rows: [{ rowId: 'r1' }],
    });
    expect([...captures.values()].map(({ captureId }) => captureId)).toEqual([
      first.actionId,
      second.actionId,
    ]);
  });

  test('remembers a key with the last event it wrote', () => {
    const order = orderOf([register({}, { key: 'k' }), capture(100)]);
    expect(answerTo(order, 'register', 'k')?.revision).toBe(1);
    expect(order.registration.revision).toBe(1);
  });

  test('leaves the order it was given as it was', () => {
    const order = orderOf([register(), capture(100, {}, { key: 'a' })]);
    const balance = structuredClone(order.balance);
    const [left, right] = ['b', 'c'].map((key) =>
      recorded(decide(order, capture(100, {}, { key })) as Accepted).reduce(evolve, order),
    );
    expect(order).toMatchObject({ balance, revision: 2 });
    expect(order.captures.size).toBe(1);
    expect(answerTo(order, 'capture', 'b')).toBeUndefined();
    expect([left, right].map((o) => o?.captures.size)).toEqual([2, 2]);
    expect(answerTo(left!, 'capture', 'c')).toBeUndefined();
    expect(answerTo(right!, 'capture', 'c')).toBeDefined();
  });
});

describe('A history of 50,000 part captures', () => {
  const many = (count: number): RecordedOrderEvent[] => {
    const rows = [{ ...shoes, unitPrice: 1, quantity: count }];
    const [registered, authorized, captured] = historyOf([
      register({ rows }),
      capture(1, { items: [item({ ...shoes, unitPrice: 1 })] }),
    ]);
    const later = Array.from({ length: count - 2 }, (_, index) => ({
      ...captured!,
      data: { ...captured!.data, captureId: `capture-${index}` },
      cause: { ...captured!.cause, idempotencyKey: `key-${index}` },
    }));
    return [registered!, authorized!, ...later] as RecordedOrderEvent[];
  };

  // Folding the 50,000 events takes well under half a second. If each event copied the state, it
  // would take minutes.
  test('is folded without copying what came before', () => {
    const history = many(50_000);
    let order: Order | undefined;
    const spentMs = cpuTimeMs(() => {
      order = fold(history);
    });
    expect(spentMs).toBeLessThan(20_000);
    expect(order?.balance).toMatchObject({ orderId: demoOrderId, captured: 49_998, remaining: 2 });
    expect(order?.captures.size).toBe(49_998);
    expect(order && answerTo(order, 'capture', 'key-0')?.revision).toBe(2);
  });
});
