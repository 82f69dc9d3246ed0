import { describe, test } from '@jest/globals';
import { capture, given, item, type NewRow } from '../../testing/index.js';
import { register, shoes, tShirts } from '../../testing/index.js';

const priced = (unitPrice: number, description: string): NewRow => ({
  ...shoes,
  articleNumber: description,
  description,
  unitPrice,
});

describe('Discounts and zero amounts', () => {
  test('a discount row is captured with the rest', () => {
    given([register({ rows: [shoes, priced(-500, 'Discount')] })])
      .when(capture(9_000))
      .then([{ type: 'OrderCaptured', data: { rows: [{}, { unitPrice: -500 }] } }]);
  });

  test('an order of zero in total is captured with 0', () => {
    const rows = [shoes, priced(-9_500, 'Voucher')];
    given([register({ rows })])
      .when(capture(0))
      .thenOrder({ status: 'Activated', captured: 0, remaining: 0 });
    given([register({ rows: [priced(0, 'Sample')] })])
      .when(capture(0))
      .then([{ type: 'OrderCaptured' }]);
  });

  test('an order whose rows left come to zero has something left, and is completed with 0', () => {
    const rows = [shoes, tShirts, priced(-19_000, 'Discount')];
    const toZero = [register({ rows }), capture(9_500, { items: [item(shoes)] })];
    given(toZero.slice(0, 1))
      .when(capture(9_500, { items: [item(shoes)] }))
      .thenOrder({ status: 'PartActivated', remaining: 0 });
    given(toZero)
      .when(capture(0))
      .then([{ type: 'OrderCaptured', data: { rows: [{ rowId: 'r2' }, { rowId: 'r3' }] } }]);
    given(toZero).when(capture(0)).thenOrder({ status: 'Activated' });
  });

  test('a zero-priced row is captured by its item', () => {
    const sample = priced(0, 'Sample');
    given([register({ rows: [shoes, sample] })])
      .when(capture(0, { items: [item(sample)] }))
      .thenOrder({ status: 'PartActivated', remaining: 9_500 });
  });

  test('items that make the amount may come to zero, never to less', () => {
    const sample = priced(0, 'Sample');
    const voucher = priced(-500, 'Voucher');
    const before = [register({ rows: [shoes, sample, voucher] })];
    given(before)
      .when(capture('items', { items: [item(sample)] }))
      .then([{ type: 'OrderPartCaptured', data: { amount: 0 } }]);
    given(before)
      .when(capture('items', { items: [item(voucher)] }))
      .thenRejected('CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE');
  });

  test('a zero-priced row that is left keeps the order open', () => {
    const rows = [shoes, priced(0, 'Sample')];
    given([register({ rows })])
      .when(capture(9_500, { items: [item(shoes)] }))
      .thenOrder({ status: 'PartActivated', remaining: 0 });
  });
});
