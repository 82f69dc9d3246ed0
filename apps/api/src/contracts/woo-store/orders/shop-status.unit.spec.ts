import { describe, expect, test } from '@jest/globals';
import type { OrderCommand } from '#ledger';
import {
  authorize,
  cancel,
  capture,
  expiresAt,
  now,
  orderOf,
  refund,
  register,
} from '../../../../../../libs/ledger/src/testing/index.js';
import { isPayable, shopMethodOf, shopStatusOf } from './shop-status.js';
import { shopTotals } from './shop-totals.js';

const pending = register({ paymentMethod: 'card', authorization: { status: 'pending' } });
const offline = (offlineMethod: string) =>
  authorize({ ...{ outcome: 'authorized', paymentMethod: 'invoice' }, offlineMethod });
const failed = authorize({ outcome: 'failed', reason: 'declined' });
const card = authorize({ outcome: 'authorized', paymentIntent: 'pi_1' });

describe('the status in a shop', () => {
  test.each<[string, string, OrderCommand[]]>([
    ['pending', 'waits for its payment', [pending]],
    ['failed', 'whose payment failed', [pending, failed]],
    ['on-hold', 'authorised by card', [pending, failed, card]],
    ['on-hold', 'whose capture is requested', [pending, card, capture(28_500)]],
    ['on-hold', 'whose transfer is awaited', [pending, offline('bacs')]],
    ['on-hold', 'whose cheque is awaited', [pending, offline('cheque')]],
    ['processing', 'paid in cash', [pending, offline('cod')]],
    ['processing', 'whose transfer came', [pending, offline('bacs'), capture(28_500)]],
    ['processing', 'captured in part', [register(), capture(10_000)]],
    ['completed', 'whose cash came', [pending, offline('cod'), capture(28_500)]],
    ['cancelled', 'cancelled', [register(), cancel()]],
    ['refunded', 'refunded', [register(), capture(28_500), refund(28_500)]],
  ])('is %s of an order %s', (status, _what, commands) => {
    expect(shopStatusOf(orderOf(commands), now)).toBe(status);
  });

  test('is cancelled after the expiry date, unless something was captured', () => {
    expect(shopStatusOf(orderOf([register()]), expiresAt)).toBe('cancelled');
    expect(shopStatusOf(orderOf([register(), capture(100)]), expiresAt)).toBe('processing');
    expect(shopStatusOf(orderOf([pending, failed]), expiresAt)).toBe('cancelled');
  });
});

describe('an order can be paid', () => {
  test('while it waits for its payment and has something to pay', () => {
    expect(isPayable(orderOf([pending]), now)).toBe(true);
    expect(isPayable(orderOf([pending, failed]), now)).toBe(true);
    expect(isPayable(orderOf([pending, card]), now)).toBe(false);
    const free = [{ description: 'A', unitPrice: 0, quantity: 1, vatRate: 0 }];
    const nothing = register({ rows: free, authorization: { status: 'pending' } });
    expect(isPayable(orderOf([nothing]), now)).toBe(false);
  });

  test('only before its expiry date', () => {
    expect(isPayable(orderOf([pending]), expiresAt)).toBe(false);
  });

  test('by a method that is shown afterwards', () => {
    expect(shopMethodOf(orderOf([pending]))).toBe('');
    expect(shopMethodOf(orderOf([pending, card]))).toBe('woocommerce_payments');
    expect(shopMethodOf(orderOf([pending, offline('cod')]))).toBe('cod');
    expect(shopMethodOf(orderOf([register()]))).toBe('');
  });
});

describe('the sums of an order', () => {
  test('are its rows, without tax and with it beside', () => {
    const rows = [
      { description: 'A', unitPrice: 1_250, quantity: 2, vatRate: 25 },
      {
        description: 'Freight',
        unitPrice: 500,
        quantity: 1,
        vatRate: 25,
        type: 'shipping' as const,
      },
      { description: 'Rabatt', unitPrice: -250, quantity: 1, vatRate: 25 },
      { description: 'Fee', unitPrice: 100, quantity: 1, vatRate: 0, type: 'fee' as const },
    ];
    const { balance } = orderOf([register({ rows })]);
    expect(shopTotals(balance.rows, 'SEK')).toMatchObject({
      ...{ total_items: '2000', total_items_tax: '500' },
      ...{ total_shipping: '400', total_shipping_tax: '100' },
      ...{ total_discount: '200', total_discount_tax: '50' },
      ...{ total_fees: '100', total_fees_tax: '0' },
      ...{ total_price: '2850', total_tax: '550', currency_code: 'SEK', currency_minor_unit: 2 },
    });
    expect(shopTotals([], 'JPY')).toMatchObject({ total_price: '0', currency_minor_unit: 0 });
  });
});
