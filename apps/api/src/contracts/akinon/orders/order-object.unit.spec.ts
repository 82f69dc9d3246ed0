import { describe, expect, test } from '@jest/globals';
import { orderStatuses, type Order } from '#ledger';
import {
  cancel,
  capture,
  orderOf,
  refund,
  register,
  shoes,
  tShirts,
} from '../../../../../../libs/ledger/src/testing/index.js';
import { akinonNumbersOf } from '../../../queries/akinon-numbers.js';
import { orderFields, decimalOf, orderObject } from './order-object.js';
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

describe('the Order object', () => {
  test('has every field of the published schema, null where nothing is known', () => {
    const order = orderOf([register()]);
    const object = orderObject(order);
    expect(Object.keys(object).sort()).toEqual([...orderFields].sort());
    expect(object).toEqual({
      ...Object.fromEntries(orderFields.map((name) => [name, null])),
      ...akinonNumbersOf(order.balance),
      ...{ number: order.balance.orderNumber, status: '400', currency: 'sek' },
      ...{ date_placed: time, created_date: time, modified_date: time },
      ...{ client_type: 'default', amount: '285.00', refund_amount: '0.00' },
      ...{ discount_amount: '0.00', shipping_amount: '0.00' },
      ...{ discount_refund_amount: '0.00', shipping_refund_amount: '0.00' },
    });
  });

  test('returns what was given at registration as it was, but for what the ledger knows', () => {
    const akinon = {
      ...{ pk: 67, channel: 3, customer: 42, date_placed: '2024-12-17T10:36:59.077305Z' },
      ...{ payment_option: 5, notes: '', is_send: false, extra_field: { a: [1] } },
      ...{ discount_amount: '10.5', client_type: 'marketplace', modified_date: null },
      ...{ number: 'x', status: '999', currency: 'x', amount: '1', refund_amount: '1' },
      unknown: true,
    };
    const object = orderObject(orderOf([register({ attributes: { akinon } })]));
    expect(object).toMatchObject({
      ...{ pk: 67, channel: 3, customer: 42, date_placed: akinon.date_placed },
      ...{ payment_option: 5, notes: '', is_send: false, extra_field: { a: [1] } },
      ...{ discount_amount: '10.5', client_type: 'marketplace', modified_date: null },
      ...{ status: '400', currency: 'sek', amount: '285.00', refund_amount: '0.00' },
    });
    expect(object.number).not.toBe('x');
    expect(object).not.toHaveProperty('unknown');
  });

  test('has sums of shipping and discounts while the rows stand as registered', () => {
    const rows = [
      shoes,
      { ...tShirts, type: 'shipping' as const },
      { ...shoes, unitPrice: -1_000, type: 'discount' as const },
    ];
    const part = capture('items', { items: [{ rowId: 'r1', quantity: 'remaining' }] });
    const sums = { shipping_amount: '190.00', discount_amount: '10.00' };
    expect(orderObject(orderOf([register({ rows })]))).toMatchObject(sums);
    expect(orderObject(orderOf([register({ rows }), part]))).toMatchObject(sums);
    expect(orderObject(orderOf([register({ rows }), part, cancel()]))).toMatchObject({
      ...{ amount: '275.00', shipping_amount: null, discount_amount: null },
    });
  });

  test('has the refunded amount, and does not guess what it was of', () => {
    const order = orderOf([register(), capture(28_500), refund(1_050)]);
    expect(orderObject(order)).toMatchObject({
      ...{ status: '450', amount: '285.00', refund_amount: '10.50' },
      ...{ discount_refund_amount: null, shipping_refund_amount: null },
    });
  });
});

test('each status has its digits', () => {
  const order = orderOf([register()]);
  const digits = orderStatuses.map((status) => {
    const changed: Order = { ...order, balance: { ...order.balance, status } };
    return [status, orderObject(changed).status];
  });
  expect(Object.fromEntries(digits)).toEqual({
    ...{ Pending: '300', NotActivated: '400', PartActivated: '400', Activated: '450' },
    ...{ Returned: '600', Closed: '100', Expired: '100' },
  });
});

test.each([
  [28_610, 'TRY', '286.10'],
  [5, 'TRY', '0.05'],
  [-1_050, 'TRY', '-10.50'],
  [286, 'JPY', '286.00'],
  [1_230, 'KWD', '1.23'],
  [1_000, 'KWD', '1.00'],
  [1_235, 'KWD', '1.235'],
])('%d of %s is %s', (amount, currency, text) => {
  expect(decimalOf(amount, currency)).toBe(text);
});
