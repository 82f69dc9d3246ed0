import { describe, expect, test } from '@jest/globals';
import {
  capture,
  given,
  minor,
  type NewRow,
  orderOf,
  register,
  shoes,
} from '../../testing/index.js';
import { decide } from '../decide.js';
import type { RowItem } from '../order-commands.js';

const rows = (...items: RowItem[]) => capture('items', { items });
const row = (rowId: string, quantity: RowItem['quantity'] = 'remaining'): RowItem => ({
  rowId,
  quantity,
});

const discount: NewRow = { ...shoes, articleNumber: 'd', description: 'Off', unitPrice: -2_000 };

describe('a capture whose amount is what its items come to', () => {
  test('takes all that is left on the rows it names', () => {
    given([register()])
      .when(rows(row('r2')))
      .then([{ type: 'OrderPartCaptured', data: { amount: 19_000, rows: [{ quantity: 2 }] } }]);
    given([register(), rows(row('r2', 1))])
      .when(rows(row('r2'), row('r1')))
      .thenOrder({ status: 'Activated', captured: 28_500, remaining: 0 });
  });

  test('takes a quantity', () => {
    given([register()])
      .when(rows(row('r2', 1)))
      .thenOrder({ status: 'PartActivated', captured: 9_500, remaining: 19_000 });
  });

  test.each([
    ['a quantity above what is left', rows(row('r2', 3)), 'ARTICLE_QUANTITY_EXCEEDED'],
    ['a quantity above all limits', rows(row('r2', 1e15)), 'ARTICLE_QUANTITY_EXCEEDED'],
    ['a row that is not there', rows(row('r9')), 'ARTICLE_NOT_FOUND'],
  ] as const)('refuses %s for that, and not for its amount', (_what, command, code) => {
    given([register()]).when(command).thenRejected(code);
  });

  test('refuses an unknown row for that with an amount of its own too, and not for its sum', () => {
    given([register()])
      .when(capture(9_500, { items: [row('r2', 1), row('r9')] }))
      .thenRejected('ARTICLE_NOT_FOUND', 'Item 2 ("r9") is not on the order.');
  });

  test('refuses the rest of a row with nothing left', () => {
    given([register(), rows(row('r2'))])
      .when(rows(row('r2')))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });

  test('refuses an amount below zero, and one above what remains', () => {
    const order = [register({ rows: [shoes, discount] })];
    given(order)
      .when(rows(row('r2')))
      .thenRejected('CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE');
    given(order)
      .when(rows(row('r1')))
      .thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
    given(order)
      .when(rows(row('r1'), row('r2')))
      .thenOrder({ captured: 7_500 });
  });

  test('is the same request again under its key, whatever is left by then', () => {
    const keyed = capture('items', { items: [row('r2')] }, { key: 'k' });
    const order = orderOf([register(), keyed]);
    expect(decide(order, keyed)).toMatchObject({ kind: 'replayed', captureId: keyed.actionId });
    const other = capture('items', { items: [row('r2', 2)] }, { key: 'k' });
    expect(decide(order, other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const amount = capture(minor(19_000), { items: [row('r2')] }, { key: 'k' });
    expect(decide(order, amount)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});
