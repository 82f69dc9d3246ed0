import { describe, expect, test } from '@jest/globals';
import type { Order } from '#ledger';
import {
  cancel,
  capture,
  fail,
  orderOf,
  register,
  shoes,
  tShirts,
} from '../../../../../../libs/ledger/src/testing/index.js';
import type { OrderTarget } from '../../../commands/order-commands.js';
import type { AskedItem } from '../fields/capture-request.js';
import { askedCapture } from './asked-capture.js';
import { earlierCapture, keyOfCaller, keyOfSet } from './earlier-captures.js';

const numbered = (row: typeof shoes, pk: number) => ({ ...row, attributes: { akinon: { pk } } });
const registered = register({ rows: [numbered(shoes, 11), numbered(tShirts, 12)] });
const fresh = orderOf([registered]);

const asked = (order: Order, ...items: AskedItem[]) => askedCapture(order.balance, items);
const setOf = (...items: AskedItem[]): string => asked(fresh, ...items).setName;

describe('a capture that is asked for', () => {
  test('is of the whole order without items', () => {
    expect(asked(fresh).capture).toEqual({ amount: 'remaining', items: [], replaceItems: false });
  });

  test('is of rows, in their order', () => {
    expect(asked(fresh, { pk: 12n, quantity: 1 }, { pk: 11n }).capture).toEqual({
      amount: 'items',
      items: [
        { rowId: 'r1', quantity: 'remaining' },
        { rowId: 'r2', quantity: 1 },
      ],
      replaceItems: false,
    });
  });

  test('is of a row that is not there for a pk that is not of this order', () => {
    for (const pk of [13n, 10n ** 40n])
      expect(asked(fresh, { pk }).capture.items).toEqual([
        { rowId: `pk ${pk}`, quantity: 'remaining' },
      ]);
  });

  test('is refused with a pk that is given twice', () => {
    const answer: unknown = expect.objectContaining({ status: 400, code: 'ITEM_GIVEN_TWICE' });
    expect(() => asked(fresh, { pk: 11n }, { pk: 11n, quantity: 1 })).toThrow(
      expect.objectContaining({ answer }),
    );
  });
});

describe('a set of items', () => {
  test('is the same in any order, and with the whole quantity said or not', () => {
    expect(setOf({ pk: 12n }, { pk: 11n })).toBe(setOf({ pk: 11n }, { pk: 12n }));
    expect(setOf({ pk: 12n, quantity: 2 })).toBe(setOf({ pk: 12n }));
  });

  test('is another one with other rows or another quantity', () => {
    const sets = [setOf(), setOf({ pk: 11n }), setOf({ pk: 12n }), setOf({ pk: 12n, quantity: 1 })];
    expect(new Set(sets).size).toBe(sets.length);
  });
});

describe('the earlier capture of a set', () => {
  const target: OrderTarget = {
    request: { caller: { clientId: 'shop', stores: ['demo-se'], scopes: [] } } as never,
    orderId: fresh.balance.orderId,
    knownOrders: 'authorised',
  };
  const shirts = { pk: 12n };
  const asCommand = (key: string, order = fresh, ...items: AskedItem[]) => {
    const { amount, ...content } = asked(order, ...items).capture;
    return capture(amount, content, { key });
  };
  const earlier = (order: Order, ...items: AskedItem[]) =>
    earlierCapture(order, target, asked(order, ...items));

  test('is none on an order without one', () => {
    expect(earlier(fresh, shirts)).toEqual({
      kind: 'none',
      attempts: 0,
      capture: expect.anything(),
    });
  });

  test.each([
    ['without a key', keyOfSet(setOf(shirts), 0)],
    ['with one', keyOfCaller('k-1')],
  ])('is found that was made %s', (_how, key) => {
    const made = asCommand(key, fresh, shirts);
    const order = orderOf([registered, made]);
    expect(earlier(order, shirts)).toEqual({ kind: 'found', captureId: made.actionId });
    expect(earlier(order, { pk: 12n, quantity: 1 }).kind).toBe('none');
    expect(earlier(order).kind).toBe('none');
  });

  test('is none that another contract made, though of the same rows', () => {
    const { amount, ...content } = asked(fresh, shirts).capture;
    const order = orderOf([registered, capture(amount, content, { key: 'k-1' })]);
    expect(earlier(order, shirts).kind).toBe('none');
  });

  test('is found once the rest of its row is gone', () => {
    const one = { pk: 12n, quantity: 1 };
    const made = asCommand(keyOfSet(setOf(one), 0), fresh, one);
    const replaced = capture(100, {
      replaceItems: true,
      items: [{ unitPrice: { unit: 'minor', value: 100 }, quantity: 1 }],
    });
    const order = orderOf([registered, made, replaced]);
    expect(earlier(order, one)).toEqual({ kind: 'found', captureId: made.actionId });
  });

  test('is no answer to a request for all while something of that is left', () => {
    const card = { ...registered, data: { ...registered.data, paymentMethod: 'card' as const } };
    const ofRow = asCommand(keyOfSet(setOf({ pk: 11n }), 0), fresh, { pk: 11n });
    const one = { pk: 12n, quantity: 1 };
    const ofOne = asCommand(keyOfSet(setOf(one), 0), fresh, one);
    const whole = asCommand(keyOfSet(setOf(), 0));
    const taken = orderOf([card, ofRow, ofOne, whole]);
    const both = [{ pk: 11n }, shirts];
    const bothAgain = [card, asCommand(keyOfSet(setOf(...both), 0), fresh, ...both)];
    expect(earlier(taken)).toEqual({ kind: 'found', captureId: whole.actionId });
    // The gateway declines one of the captures, so the rows of this capture are open again.
    const left = orderOf([card, ofRow, ofOne, whole, fail(ofRow.actionId)]);
    const rest = asked(left).capture;
    expect(earlier(left)).toEqual({ kind: 'none', attempts: 1, capture: rest });
    expect(earlier(left, { pk: 11n })).toMatchObject({ kind: 'none', attempts: 1 });
    expect(earlier(left, one)).toEqual({ kind: 'found', captureId: ofOne.actionId });
    const again = asCommand(keyOfSet(setOf(), 1), left);
    const done = orderOf([card, ofRow, ofOne, whole, fail(ofRow.actionId), again]);
    expect(earlier(done)).toEqual({ kind: 'found', captureId: again.actionId });
    const cancelled = orderOf([card, ofRow, ofOne, whole, fail(ofRow.actionId), cancel()]);
    expect(earlier(cancelled)).toEqual({ kind: 'found', captureId: whole.actionId });
    expect(earlier(orderOf(bothAgain), ...both)).toMatchObject({ kind: 'found' });
  });

  test('is not one that failed: the next attempt has another key', () => {
    const card = { ...registered, data: { ...registered.data, paymentMethod: 'card' as const } };
    const first = asCommand(keyOfSet(setOf(shirts), 0), fresh, shirts);
    const failed = fail(first.actionId);
    const order = orderOf([card, first, failed]);
    expect(earlier(order, shirts)).toEqual({
      kind: 'none',
      attempts: 1,
      capture: expect.anything(),
    });
    const second = asCommand(keyOfSet(setOf(shirts), 1), order, shirts);
    expect(second.actionId).not.toBe(first.actionId);
    expect(earlier(orderOf([card, first, failed, second]), shirts)).toEqual({
      kind: 'found',
      captureId: second.actionId,
    });
  });
});
