import { describe, expect, test } from '@jest/globals';
import { capture, given, historyOf, item, major, orderOf } from '../../testing/index.js';
import { register, shoes, tShirts } from '../../testing/index.js';

const remainder = {
  articleNumber: 'remainder',
  description: 'Remaining amount',
  quantity: 1,
  vatRate: 25,
};

describe('PartCaptureOrderByAmount: no items, amount < remaining, B2C', () => {
  test('replaces the rows by the captured row and one for the rest', () => {
    const byAmount = capture(major('100'), { description: 'Deposit' });
    const [event] = historyOf([register(), byAmount]).slice(2);
    expect(event?.data).toMatchObject({
      amount: 10_000,
      rows: [
        {
          rowId: 'r4',
          articleNumber: 'capture',
          description: 'Deposit',
          unitPrice: 10_000,
          quantity: 1,
          vatRate: 25,
        },
      ],
      remainders: [{ ...remainder, rowId: 'r3', unitPrice: 18_500, takenBefore: 10_000 }],
    });
    given([register()])
      .when(byAmount)
      .thenOrder({
        status: 'PartActivated',
        total: 28_500,
        captured: 10_000,
        remaining: 18_500,
        rows: [{ ...remainder, rowId: 'r3', remainingQuantity: 1 }],
        rowsMade: 4,
      });
  });

  test('again replaces the remainder by a smaller one', () => {
    given([register(), capture(10_000)])
      .when(capture(18_499))
      .thenOrder({
        remaining: 1,
        rows: [{ ...remainder, rowId: 'r5', unitPrice: 1 }],
        rowsMade: 6,
      });
  });

  test('of all that remains is a full capture, with the remainder as its row', () => {
    given([register(), capture(10_000)])
      .when(capture(18_500))
      .then([{ type: 'OrderCaptured', data: { rows: [{ ...remainder, rowId: 'r3' }] } }]);
  });

  test('keeps on record what was captured of the rows before', () => {
    const one = capture(9_500, { items: [item(tShirts, { quantity: 1 })] });
    given([register(), one])
      .when(capture(1_000))
      .thenOrder({
        remaining: 18_000,
        rows: [
          { rowId: 'r2', quantity: 1, remainingQuantity: 0 },
          { ...remainder, rowId: 'r3', unitPrice: 18_000 },
        ],
      });
  });

  test('dissolves discounts with the rest', () => {
    const discount = { ...shoes, articleNumber: 'd', unitPrice: -500 };
    given([register({ rows: [shoes, discount] })])
      .when(capture(5_000))
      .thenOrder({ remaining: 4_000, rows: [{ unitPrice: 4_000 }] });
  });

  test('leaves a remainder that can be captured as the item it is shown as', () => {
    const order = orderOf([register(), capture(10_000)]);
    given(order)
      .when(capture(18_500, { items: [item(order.balance.rows[0]!)] }))
      .thenOrder({ status: 'Activated', captured: 28_500 });
  });
});
