import { describe, expect, test } from '@jest/globals';
import { JsonNumber } from '../../../contract-kit/body/read-json.js';
import { orderIdShown, pageOf } from './authorizations.js';
import type { HeldIntent } from './orders-of-intents.js';
import { receiptPage } from './receipts.js';

describe('a page of authorisations', () => {
  test.each([
    [{}, { page: 1, perPage: 25, oldestFirst: false }],
    [
      { page: '2', pagesize: '100', direction: 'asc' },
      { page: 2, perPage: 100, oldestFirst: true },
    ],
    [
      { page: new JsonNumber('3'), pagesize: '' },
      { page: 3, perPage: 25, oldestFirst: false },
    ],
  ])('of %j', (parameters, expected) => {
    expect(pageOf(parameters)).toEqual(expected);
  });

  test.each([
    ...[{ page: '0' }, { page: '1001' }, { page: '-1' }, { page: '1.5' }, { page: ['1'] }],
    ...[{ pagesize: '101' }, { pagesize: '1e1' }, { pagesize: true }],
  ])('is none for %j', (parameters) => {
    expect(() => pageOf(parameters)).toThrow(/must be a whole number/);
  });
});

test.each([
  ['4711', 4711],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740993', null],
  ['A-1', null],
  ['1e3', null],
])('the order number %s is shown as %p', (orderNumber, shown) => {
  expect(orderIdShown(orderNumber)).toBe(shown);
});

test('a receipt shows what was captured through its payment, and no markup of anybody’s', () => {
  const row = { description: '<b>Shoes</b>', quantity: 2, unitPrice: 950 };
  const capture = (status: string, paymentIntent: string) => ({
    ...{ status, amount: 1_900, capturedAt: '2026-03-01T12:00:00.000Z', rows: [row] },
    gateway: { paymentIntent },
  });
  const held = {
    intent: { id: 'pi_1', charge: { id: 'ch_1', cardBrand: 'visa', cardLast4: '4242' } },
    order: {
      balance: { currency: 'SEK', orderNumber: '42', storeId: 's', refunded: 500 },
      captures: new Map([
        ['1', capture('settled', 'pi_1')],
        ['2', capture('failed', 'pi_1')],
        ['3', capture('settled', 'pi_2')],
      ]),
    },
  } as unknown as HeldIntent;
  const page = receiptPage(held, 'Shoes & Co');
  for (const part of ['Shoes &amp; Co', '2 x &lt;b&gt;Shoes&lt;/b&gt;', '19.00 SEK', '5.00 SEK'])
    expect(page).toContain(part);
  expect(page.match(/2 x/g)).toHaveLength(1);
  expect(page).toContain('visa 4242');
});
