import { describe, expect, test } from '@jest/globals';
import { demoOrderId, expiresAt, given, historyOf, now, orderOf } from '../testing/index.js';
import { placedAt } from '../testing/index.js';
import { orderKeyIn } from './register-order.js';
import { register, shoes, tShirts } from '../testing/index.js';
import type { NewRow } from '../testing/index.js';

const row = (other: Partial<NewRow>): NewRow => ({ ...shoes, ...other });

describe('RegisterOrder', () => {
  test('registers and authorises an order, and gives its rows their ids', () => {
    given([])
      .when(register({ countryCode: 'SE', attributes: { woo: { id: 7 } } }))
      .then([
        {
          type: 'OrderRegistered',
          data: {
            orderId: demoOrderId,
            storeId: 'demo-se',
            orderNumber: '1001',
            currency: 'SEK',
            countryCode: 'SE',
            rows: [
              { ...shoes, rowId: 'r1' },
              { ...tShirts, rowId: 'r2' },
            ],
            placedAt,
            expiresAt,
            attributes: { woo: { id: 7 } },
          },
        },
        {
          type: 'OrderAuthorized',
          data: { amount: 28_500, currency: 'SEK', authorizedAt: placedAt },
        },
      ]);
  });

  test('leads to an order with everything left', () => {
    given([])
      .when(register())
      .thenOrder({
        status: 'NotActivated',
        total: 28_500,
        remaining: 28_500,
        captured: 0,
        rows: [{ remainingQuantity: 1 }, { remainingQuantity: 2 }],
        rowsMade: 2,
      });
  });

  test('remembers the payment intent that authorised it', () => {
    given([])
      .when(register({ authorization: { status: 'authorized', paymentIntent: 'pi_1' } }))
      .then([{ type: 'OrderRegistered' }, { data: { paymentIntent: 'pi_1' } }]);
  });

  test('that is to be paid later stays pending', () => {
    const pending = register({ authorization: { status: 'pending' } });
    given([])
      .when(pending)
      .then([{ type: 'OrderRegistered' }]);
    given([]).when(pending).thenOrder({ status: 'Pending' });
  });

  test('expires when it says so, or after 90 days', () => {
    const asked = '2026-12-01T00:00:00.000Z';
    given([])
      .when(register({ expiresAt: asked }))
      .thenOrder({ expiresAt: asked });
    given([]).when(register()).thenOrder({ expiresAt });
  });
});

describe('The key with which a shop front end may pay an order', () => {
  test('is stored with the attributes of the shop, and is found there', () => {
    const attributes = { woo: { id: 7, orderKey: 'old' }, other: 1 };
    for (const [given, stored] of [
      [attributes, { woo: { id: 7, orderKey: 'wc_order_1' }, other: 1 }],
      [undefined, { woo: { orderKey: 'wc_order_1' } }],
      [{ woo: ['x'] }, { woo: { orderKey: 'wc_order_1' } }],
    ] as const) {
      const content = { madeOrderKey: 'wc_order_1', ...(given && { attributes: given }) };
      const { balance } = orderOf([register(content)]);
      expect(balance.attributes).toEqual(stored);
      expect(orderKeyIn(balance.attributes)).toBe('wc_order_1');
    }
    expect(orderOf([register({ attributes })]).balance.attributes).toEqual(attributes);
  });

  test.each([undefined, {}, { woo: null }, { woo: 'x' }, { woo: { orderKey: 7 } }])(
    'is not in %j',
    (attributes) => {
      expect(orderKeyIn(attributes)).toBeUndefined();
    },
  );
});

test('The event of a registration has the sealed customer, and nothing that was not given', () => {
  const customer = { keyId: 'key-1', sealed: 'c2VhbGVk', fingerprint: 'f' };
  const [event] = historyOf([register({ customer, salesSegment: 'B2B', paymentMethod: 'card' })]);
  expect(event?.data).toMatchObject({ salesSegment: 'B2B', paymentMethod: 'card' });
  expect(event?.data).toHaveProperty('customer', { keyId: 'key-1', sealed: 'c2VhbGVk' });
  const [plain] = historyOf([register()]);
  for (const name of ['customer', 'attributes', 'countryCode'])
    expect(plain?.data).not.toHaveProperty(name);
});

describe('RegisterOrder again', () => {
  test('with the same content is the same registration, at whatever time', () => {
    given([register()])
      .when(register({}, { at: now }))
      .thenReplayed({ revision: 1 });
  });

  test('answers with the last event of the first request, whatever came after', () => {
    const pending = register({ authorization: { status: 'pending' } });
    given([pending]).when(pending).thenReplayed({ revision: 0 });
    given([register({}, { key: 'k' })])
      .when(register({}, { key: 'k' }))
      .thenReplayed({ revision: 1 });
  });

  test('with the same content under another key is the same registration', () => {
    given([register({}, { key: 'k' })])
      .when(register({}, { key: 'other' }))
      .thenReplayed({ revision: 1 });
  });

  test.each([{}, { key: 'k' }])(
    "is the same after the store's defaults changed, registered with %j",
    (circumstances) => {
      const storeDefaults = ['currency', 'salesSegment', 'countryCode'] as const;
      const before = register({ storeDefaults, countryCode: 'SE' }, circumstances);
      const changed = { currency: 'NOK', salesSegment: 'B2B', countryCode: 'NO' } as const;
      given([before])
        .when(register({ storeDefaults, ...changed }, circumstances))
        .thenReplayed({ revision: 1 });
      given([before])
        .when(register({ storeDefaults }, circumstances))
        .thenReplayed({ revision: 1 });
    },
  );

  test('is the same with another key that was made for its checkout', () => {
    const made = (madeOrderKey: string) => register({ madeOrderKey });
    given([made('wc_order_1')])
      .when(made('wc_order_2'))
      .thenReplayed({ revision: 1 });
  });

  test('with another currency than the caller named before is refused', () => {
    const storeDefaults = ['salesSegment'] as const;
    given([register({ storeDefaults })])
      .when(register({ storeDefaults, currency: 'NOK' }))
      .thenRejected('ORDER_NUMBER_TAKEN');
  });

  test('with other content is refused', () => {
    given([register()])
      .when(register({ rows: [shoes] }))
      .thenRejected('ORDER_NUMBER_TAKEN');
    given([register({}, { key: 'k' })])
      .when(register({ rows: [shoes] }, { key: 'other' }))
      .thenRejected('ORDER_NUMBER_TAKEN');
  });

  test('with other content under the same key says so first', () => {
    given([register({}, { key: 'k' })])
      .when(register({ rows: [shoes] }, { key: 'k' }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('RegisterOrder is refused', () => {
  test('for a currency that is not in the table', () => {
    given([])
      .when(register({ currency: 'XXX' }))
      .thenRejected('ORDER_CURRENCY_UNKNOWN');
  });

  test('without rows, and with more than 1,000', () => {
    const rows = (count: number) => Array.from({ length: count }, () => shoes);
    given([])
      .when(register({ rows: [] }))
      .thenRejected('ORDER_ROWS_REQUIRED');
    given([])
      .when(register({ rows: rows(1_001) }))
      .thenRejected('ORDER_TOO_MANY_ROWS');
    given([])
      .when(register({ rows: rows(1_000) }))
      .thenOrder({ total: 9_500_000 });
  });

  test.each([
    ['a unit price', [row({ unitPrice: 1_000_000_000_000 })]],
    ['a quantity', [row({ unitPrice: 0, quantity: 1_000_000_000_000 })]],
    ['a row', [row({ unitPrice: 500_000_000_000, quantity: 2 })]],
    ['a discount', [row({ unitPrice: -500_000_000_000, quantity: 2 }), shoes]],
    ['the total', [row({ unitPrice: 999_999_999_999 }), row({ unitPrice: 1 })]],
  ])('beyond 12 digits in %s', (_what, rows) => {
    given([]).when(register({ rows })).thenRejected('ORDER_AMOUNT_TOO_LARGE');
  });

  test('below zero in total, but not at zero', () => {
    const discount = (unitPrice: number) => row({ description: 'Discount', unitPrice });
    given([])
      .when(register({ rows: [shoes, discount(-9_501)] }))
      .thenRejected('ORDER_TOTAL_NEGATIVE');
    given([])
      .when(register({ rows: [shoes, discount(-9_500)] }))
      .thenOrder({ total: 0 });
  });

  test('unless its expiry lies in the future', () => {
    given([])
      .when(register({ expiresAt: placedAt }))
      .thenRejected('ORDER_EXPIRY_NOT_IN_FUTURE');
    given([])
      .when(register({ expiresAt: '2026-11-20T09:59:00.001Z' }))
      .thenOrder({ status: 'NotActivated' });
  });
});

test('a store has room for 12 digits', () => {
  const order = orderOf([register({ rows: [row({ unitPrice: 999_999_999_999 })] })]);
  expect(order.balance.remaining).toBe(999_999_999_999);
});
