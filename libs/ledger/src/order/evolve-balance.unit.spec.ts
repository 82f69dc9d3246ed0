import { describe, expect, test } from '@jest/globals';
import {
  authorize,
  capture,
  expire,
  expiresAt,
  historyOf,
  item,
  cancel,
  extend,
  orderOf,
  reauthorize,
  refund,
  register,
  shoes,
  tShirts,
} from '../testing/index.js';
import { evolve } from './evolve.js';
import { evolveBalance } from './evolve-balance.js';
import { InvariantViolated } from './invariants.js';
import type {
  OrderCaptured,
  OrderEvent,
  OrderPartCaptured,
  OrderRefunded,
  RecordedOrderEvent,
} from './order-events.js';

const [registered, authorized] = historyOf([register()]);
const pending = orderOf([register({ authorization: { status: 'pending' } })]);
const open = orderOf([register()]);
const done = orderOf([register(), capture(28_500)]);
const captured = historyOf([register(), capture(28_500)]).at(-1)! as OrderCaptured;
const expired = historyOf([register(), expire({ at: expiresAt })]).at(-1)!;

const shirts = { ...tShirts, rowId: 'r2' };

const changed = (data: Partial<OrderCaptured['data']>): OrderEvent => ({
  type: 'OrderCaptured',
  data: { ...captured.data, ...data },
});

type Recorded = Pick<RecordedOrderEvent, 'cause'>;

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

  test.each([
    ['I5', 'that the gateway is asked for', { outcome: 'requested' as const }],
    ['I3', 'another VAT rate', { rows: [{ ...shoes, rowId: 'r1', vatRate: 12 }, shirts] }],
    ['I3', 'another article', { rows: [{ ...shoes, rowId: 'r1', articleNumber: 'x' }, shirts] }],
    ['I3', 'another text', { rows: [{ ...shoes, rowId: 'r1', description: 'x' }, shirts] }],
    ['I3', 'another VAT', { rows: [{ ...shoes, rowId: 'r1', vat: 1 }, shirts] }],
  ])('breaks %s: %s', (invariant, _what, data) => {
    expect(invariantBroken(() => evolveBalance(open.balance, changed(data)))).toBe(invariant);
  });

  test('breaks I5 if everything is captured, but for a part', () => {
    const part = { amount: 9_500, rows: [{ ...shoes, rowId: 'r1' }] };
    expect(invariantBroken(() => evolveBalance(open.balance, changed(part)))).toBe('I5');
  });

  test.each([
    ['a rate', { vatRate: 12 }],
    ['an amount', { unitPrice: 18_501 }],
    ['its VAT', { vat: 1 }],
  ])('breaks I2 if a capture by amount leaves another rest: %s', (_what, rest) => {
    const byAmount = historyOf([register(), capture(10_000)]).at(-1) as OrderPartCaptured &
      Recorded;
    const remainders = byAmount.data.remainders!.map((row) => ({ ...row, ...rest }));
    const forged = { ...byAmount, data: { ...byAmount.data, remainders } };
    expect(invariantBroken(() => evolveBalance(open.balance, forged))).toBe('I2');
  });

  test('says which order, and what is wrong with it', () => {
    expect(() => evolveBalance(open.balance, changed({ amount: 1 }))).toThrow(
      `I2 violated by order ${open.balance.orderId}: the rows do not add up to what remains`,
    );
  });
});

describe('An event of the rest of the life of an order', () => {
  const capture1 = capture(28_500, {}, { key: 'c' });
  const refund1 = refund(9_500, { items: [item(shoes)] }, { key: 'r' });
  const returnable = orderOf([register(), capture1]);
  const refunded = historyOf([register(), capture1, refund1]).at(-1)! as OrderRefunded & Recorded;
  const other = (data: Partial<OrderRefunded['data']>): RecordedOrderEvent => ({
    ...refunded,
    data: { ...refunded.data, refundId: 'another', ...data },
  });
  const row = refunded.data.rows[0]!;
  const share = refunded.data.captures[0]!;

  test.each([
    ['I4', 'a refund that is made twice', { refundId: refunded.data.refundId }],
    ['I3', 'a row that is returned twice', {}],
    ['I3', 'a row that was not captured', { rows: [{ ...row, rowId: 'r9' }] }],
    ['I3', 'a row of another capture', { rows: [{ ...row, captureId: 'none' }] }],
    ['I1', 'rows that do not come to the amount', { amount: 9_499 }],
    ['I1', 'captures that do not come to it', { captures: [{ ...share, amount: 9_499 }] }],
    ['I1', 'more than is captured', { rows: [{ ...row, unitPrice: 28_501 }], amount: 28_501 }],
    ['I1', 'a capture that is not there', { captures: [{ ...share, captureId: 'none' }] }],
  ])('breaks %s: %s', (invariant, _what, data) => {
    const after = evolve(returnable, refunded);
    expect(invariantBroken(() => evolve(after, other(data)))).toBe(invariant);
  });

  test.each([
    ['a refund of an order without a capture', open, refunded],
    ['a cancellation of a captured order', done, historyOf([register(), cancel()]).at(-1)!],
    ['an extension of a captured order', done, historyOf([register(), extend()]).at(-1)!],
    ['a reauthorisation of it', done, historyOf([register(), reauthorize(1)]).at(-1)!],
  ])('breaks I5: %s', (_what, order, event) => {
    expect(invariantBroken(() => evolve(order, event))).toBe('I5');
  });

  test('breaks I2 if a cancellation gives up another amount than is left', () => {
    const cancelled = historyOf([register(), cancel()]).at(-1)!;
    const less = { ...cancelled, data: { ...cancelled.data, amount: 1 } } as RecordedOrderEvent;
    expect(invariantBroken(() => evolve(open, less))).toBe('I2');
  });
});

test('an authorisation leads from pending to open, with all its rows', () => {
  const [paid] = historyOf([register({ authorization: { status: 'pending' } }), authorize()]).slice(
    1,
  );
  expect(evolveBalance(pending.balance, paid!)).toEqual(open.balance);
});
