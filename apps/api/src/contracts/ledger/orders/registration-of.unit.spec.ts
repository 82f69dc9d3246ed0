import { describe, expect, test } from '@jest/globals';
import type { Store } from '#access';
import { readBody } from '../testing/read-body.js';
import { registerExample } from './register-order.request.js';
import { RegisterOrderRequest, requestedRegistration } from './register-order.request.js';
const store: Store = {
  storeId: 'demo-se',
  salesSegment: 'B2B',
  currency: 'NOK',
  timeZone: 'Europe/Stockholm',
  settlement: 'daily',
  countryCode: 'SE',
};

const example = registerExample.invoice.value;
const registered = (body: object) =>
  requestedRegistration(readBody(RegisterOrderRequest, JSON.stringify(body)), store);

describe('the key of an order', () => {
  const pending = { ...example, authorization: { status: 'pending' } };

  test('is made for a pending order alone, another for each', () => {
    const { madeOrderKey } = registered(pending);
    expect(madeOrderKey).toMatch(/^wc_order_[A-Za-z0-9]{22}$/);
    expect(registered(pending).madeOrderKey).not.toBe(madeOrderKey);
    expect(registered(example).madeOrderKey).toBeUndefined();
    const other = registered({ ...pending, attributes: { woo: { ids: [1] } } });
    expect(other.madeOrderKey).toBeDefined();
  });

  test("is the caller's where it gives one", () => {
    const attributes = { woo: { orderKey: 'wc_order_1' } };
    expect(registered({ ...pending, attributes })).toMatchObject({ attributes });
    expect(registered({ ...pending, attributes }).madeOrderKey).toBeUndefined();
  });
});

describe('a registration', () => {
  test('carries what the body says', () => {
    expect(registered({ ...example, expiresAt: '2027-02-18T01:00:00+01:00' })).toEqual({
      storeId: 'demo-se',
      orderNumber: '1001',
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      countryCode: 'SE',
      rows: example.rows,
      expiresAt: '2027-02-18T00:00:00.000Z',
      authorization: { status: 'authorized' },
      storeDefaults: ['countryCode'],
    });
  });

  test('takes currency and segment from the store when they are left out', () => {
    const without = { ...example, currency: undefined, salesSegment: undefined };
    expect(registered(without)).toMatchObject({
      currency: 'NOK',
      salesSegment: 'B2B',
      storeDefaults: ['currency', 'salesSegment', 'countryCode'],
    });
  });

  test('is the same with empty attributes, nulls and an empty customer as without', () => {
    const noisy = { ...example, attributes: {}, customer: {}, expiresAt: null };
    expect(registered(noisy)).toEqual(registered(example));
  });

  test('keeps attributes as they were sent', () => {
    const attributes = { woo: { orderKey: 'wc_1', ids: [1, 2.5] }, note: null };
    const rows = [{ ...example.rows[0], attributes }];
    expect(registered({ ...example, attributes, rows })).toMatchObject({ attributes, rows });
  });

  test('keeps the payment intent of an authorised card order', () => {
    const authorization = { status: 'authorized', paymentIntent: 'pi_1' };
    expect(registered({ ...example, authorization })).toMatchObject({ authorization });
  });

  test('knows one zero', () => {
    const text = JSON.stringify(example)
      .replace('"unitPrice":9500', '"unitPrice":-0')
      .replace('"vatRate":25', '"vatRate":-0.00');
    const { rows } = requestedRegistration(readBody(RegisterOrderRequest, text), store);
    expect([rows[0]?.unitPrice, rows[0]?.vatRate]).toEqual([0, 0]);
  });

  test('has nothing of the customer in it: that goes apart, sealed', () => {
    expect(registered({ ...example, customer: { email: 'anna@example.com' } })).toEqual(
      registered(example),
    );
  });

  test('hands amounts beyond a double on as too large for every rule', () => {
    const text = JSON.stringify(example).replace(
      '"unitPrice":9500',
      `"unitPrice":${'9'.repeat(30)}`,
    );
    const registration = requestedRegistration(readBody(RegisterOrderRequest, text), store);
    expect(registration.rows[0]?.unitPrice).toBe(Number.MAX_SAFE_INTEGER);
  });
});
