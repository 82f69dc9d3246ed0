import { describe, expect, test } from '@jest/globals';
import { authorize, capture, expire, expiresAt, historyOf, item } from '../testing/index.js';
import { orderOf, register, shoes, tShirts } from '../testing/index.js';
import { evolve } from './evolve.js';
import { evolveBalance } from './evolve-balance.js';
import { InvariantViolated } from './invariant-violated.js';
import type { OrderCaptured, OrderEvent } from './order-events.js';

const [registered, authorized] = historyOf([register()]);
const pending = orderOf([register({ authorization: { status: 'pending' } })]);
const open = orderOf([register()]);
const done = orderOf([register(), capture(28_500)]);
const captured = historyOf([register(), capture(28_500)]).at(-1)! as OrderCaptured;
const expired = historyOf([register(), expire({ at: expiresAt })]).at(-1)!;

const changed = (data: Partial<OrderCaptured['data']>): OrderEvent => ({
  type: 'OrderCaptured',
  data: { ...captured.data, ...data },
});

const invariantBroken = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error instanceof InvariantViolated ? error.invariant : error;
  }
  return 'none';
};

describe('An event that cannot follow', () => {
  test.each([
    ['a history that does not begin with the registration', undefined, captured],
    ['a second registration', open.balance, registered!],
    ['an authorisation of an authorised order', open.balance, authorized!],
    ['a capture of a pending order', pending.balance, captured],
    ['a capture of a captured order', done.balance, captured],
    ['an expiry with nothing left', done.balance, expired],
    ['an expiry of a pending order', pending.balance, expired],
  ])('breaks I5: %s', (_what, balance, event) => {
    expect(invariantBroken(() => evolveBalance(balance, event))).toBe('I5');
  });

  test('breaks I4 if it makes a capture again', () => {
    const order = orderOf([
      register(),
      capture(9_500, { items: [item(tShirts, { quantity: 1 })] }),
    ]);
    const again = historyOf([
      register(),
      capture(9_500, { items: [item(tShirts, { quantity: 1 })] }),
    ]).at(-1)!;
    const first = order.captures.values().next().value!;
    const repeated = { ...again, data: { ...again.data, captureId: first.captureId } };
    expect(invariantBroken(() => evolve(order, repeated as typeof again))).toBe('I4');
  });

  test.each([
    ['I2', 'an amount that its rows do not come to', { amount: 28_499 }],
    ['I1', 'an amount above the total', { amount: 28_501 }],
    ['I3', 'more of a row than is left', { rows: [{ ...shoes, rowId: 'r1', quantity: 2 }] }],
    ['I3', 'less than nothing of a row', { rows: [{ ...shoes, rowId: 'r1', quantity: -1 }] }],
    ['I3', 'a part of one piece', { rows: [{ ...shoes, rowId: 'r1', quantity: 0.5 }] }],
    ['I3', 'a row that is not there', { rows: [{ ...shoes, rowId: 'r9' }] }],
  ])('breaks %s: %s', (invariant, _what, data) => {
    expect(invariantBroken(() => evolveBalance(open.balance, changed(data)))).toBe(invariant);
  });

  test('says which order, and what is wrong with it', () => {
    expect(() => evolveBalance(open.balance, changed({ amount: 1 }))).toThrow(
      `I2 violated by order ${open.balance.orderId}: the rows do not add up to what remains`,
    );
  });
});

test('an authorisation leads from pending to open, with all its rows', () => {
  const [paid] = historyOf([register({ authorization: { status: 'pending' } }), authorize()]).slice(
    1,
  );
  expect(evolveBalance(pending.balance, paid!)).toEqual(open.balance);
});
