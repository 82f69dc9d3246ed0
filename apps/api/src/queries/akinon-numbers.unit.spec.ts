import { describe, expect, test } from '@jest/globals';
import type { Attributes, OrderBalance } from '#ledger';
import { orderOf, register } from '../../../../libs/ledger/src/testing/index.js';
import {
  akinonNumbersOf,
  akinonPkOfRow,
  mentionsAkinon,
  withAkinonNumbers,
} from './akinon-numbers.js';

const { balance } = orderOf([register()]);
const given = (attributes: Attributes): OrderBalance => ({ ...balance, attributes });

describe('numbers', () => {
  test('are derived from the ids, and always the same', () => {
    expect(akinonNumbersOf(balance)).toEqual({
      ...{ pk: 1_465_012_321, channel: 1_344_191_923, customer: 887_219_045 },
    });
    const pks = balance.rows.map((row) => akinonPkOfRow(balance.orderId, row));
    expect(pks).toEqual([1_536_176_758_456_321, 1_536_176_758_456_322]);
  });

  test('differ by order, of a channel by store', () => {
    const other = { ...balance, orderId: '00000000-0000-5000-8000-000000000000' };
    const [one, two] = [akinonNumbersOf(balance), akinonNumbersOf(other)];
    expect(one.pk).not.toBe(two.pk);
    expect(one.customer).not.toBe(two.customer);
    expect(one.channel).toBe(two.channel);
    expect(akinonNumbersOf({ ...balance, storeId: 'x' }).channel).not.toBe(one.channel);
  });

  test('of rows are exact and differ, however many an order has', () => {
    const rows = [1, 2, 3, 1_000_000].map((number) => ({ rowId: `r${number}` }));
    const pks = rows.map((row) => akinonPkOfRow(balance.orderId, row));
    expect(new Set(pks).size).toBe(rows.length);
    expect(pks.every((pk) => Number.isSafeInteger(pk))).toBe(true);
    expect(pks[3]! - pks[0]!).toBe(999_999);
  });

  test('are those given at registration', () => {
    const numbers = { pk: 7, channel: 3, customer: 0 };
    expect(akinonNumbersOf(given({ akinon: { ...numbers, segment: 'x' } }))).toEqual(numbers);
    const row = { rowId: 'r1', attributes: { akinon: { pk: 11 } } };
    expect(akinonPkOfRow(balance.orderId, row)).toBe(11);
  });

  test.each([[{ pk: '7' }], [{ pk: -1 }], [{ pk: 1.5 }], ['text'], [null]])(
    'are derived where %j was given before numbers were checked',
    (akinon) => {
      expect(akinonNumbersOf(given({ akinon })).pk).toBe(akinonNumbersOf(balance).pk);
    },
  );
});

test('an order is shown with all its numbers beside its attributes', () => {
  const shown = withAkinonNumbers(given({ shop: 'a', akinon: { pk: 7, segment: 'x' } }));
  expect(shown.attributes).toMatchObject({ shop: 'a', akinon: { pk: 7, segment: 'x' } });
  expect(shown.rows.map(({ attributes }) => attributes)).toEqual(
    balance.rows.map((row) => ({ akinon: { pk: akinonPkOfRow(balance.orderId, row) } })),
  );
});

test('an order mentions Akinon in its own attributes or in those of a row', () => {
  expect(mentionsAkinon({ rows: [{}] })).toBe(false);
  expect(mentionsAkinon({ attributes: { medusa: {} }, rows: [] })).toBe(false);
  expect(mentionsAkinon({ attributes: { akinon: {} }, rows: [] })).toBe(true);
  expect(mentionsAkinon({ rows: [{}, { attributes: { akinon: { pk: 1 } } }] })).toBe(true);
});
