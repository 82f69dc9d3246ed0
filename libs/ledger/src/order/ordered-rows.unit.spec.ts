import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cancel,
  capture,
  fail,
  orderOf,
  register,
  registerCard,
  shoes,
  tShirts,
} from '../testing/index.js';
import {
  arbitraryAttempts,
  arbitraryRegistration,
} from '../testing/histories/arbitrary-history.js';
import { runHistory } from '../testing/histories/run-history.js';
import type { Order } from './order.js';
import { orderedRows, type OrderedRow } from './ordered-rows.js';

const rowsOf = ({ balance, captures }: Order): readonly OrderedRow[] =>
  orderedRows(balance, captures.values());

const sumOf = (rows: readonly OrderedRow[]): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

const one = { items: [{ rowId: 'r2', quantity: 1 }] };

test('are the registered ones while they are captured and given up', () => {
  const registered = [
    { ...shoes, rowId: 'r1', vat: 1_900 },
    { ...tShirts, rowId: 'r2', vat: 3_800 },
  ];
  const part = capture('items', one);
  for (const later of [[], [part], [part, cancel()], [part, capture('remaining')]])
    expect(rowsOf(orderOf([register(), ...later]))).toMatchObject(registered);
});

test('are those of a capture by amount and the rest where these took their place', () => {
  const rows = rowsOf(orderOf([register(), capture(10_000)]));
  expect(rows.map(({ articleNumber, unitPrice }) => [articleNumber, unitPrice])).toEqual([
    ['remainder', 18_500],
    ['capture', 10_000],
  ]);
});

test('are there once although a capture of them failed', () => {
  const first = capture('items', one);
  const order = orderOf([registerCard(), first, fail(first.actionId), capture('remaining')]);
  expect(rowsOf(order)).toMatchObject([{ quantity: 1 }, { quantity: 2 }]);
});

test('come to the total of the order after any history', () => {
  fc.assert(
    fc.property(arbitraryRegistration, arbitraryAttempts, (registration, attempts) => {
      for (const order of runHistory(registration, attempts).orders)
        expect(sumOf(rowsOf(order))).toBe(order.balance.total);
    }),
  );
});
