import { describe, expect, test } from '@jest/globals';
import { registerExample } from './register-order.request.js';
import { RegisterOrderRequest } from './register-order.request.js';
import { readBody, violationsOf } from '../testing/read-body.js';
import { customerOfRequest, CustomerRequest } from './customer.dto.js';

const address = {
  line1: 'Storgatan 1',
  line2: 'lgh 1101',
  careOf: 'c/o Berg',
  postalCode: '111 22',
  city: 'Åre',
  region: 'Jämtlands län',
  countryCode: 'SE',
};
const whole = {
  reference: 'c-1001',
  email: 'anna@example.com',
  phone: '+46 70 123 45 67',
  firstName: 'Anna',
  lastName: 'Lind',
  company: 'Lind AB',
  registered: false,
  billingAddress: address,
  shippingAddress: address,
};

const violations = (customer: unknown) =>
  violationsOf(
    RegisterOrderRequest,
    JSON.stringify({ ...registerExample.invoice.value, customer }),
  );
const read = (customer: unknown) =>
  customerOfRequest(readBody(CustomerRequest, JSON.stringify(customer)));

describe('the customer of a registration', () => {
  test('is kept as it was sent', () => {
    expect(violations(whole)).toEqual([]);
    expect(read(whole)).toEqual(whole);
  });

  test('is none when it has no content', () => {
    expect(customerOfRequest(undefined)).toBeUndefined();
    for (const nothing of [{}, { email: null }, { billingAddress: {}, shippingAddress: null }])
      expect(read(nothing)).toBeUndefined();
    expect(read({ firstName: 'A', lastName: null, billingAddress: { city: null } })).toEqual({
      firstName: 'A',
    });
  });

  test.each([
    ['firstName', 'نازنین\u200cزهرا'],
    ['lastName', "O'Brien-Ståhl III"],
    ['email', 'ÅSA+shop@sub.example.com'],
    ['registered', true],
    ['reference', 'r'.repeat(128)],
  ])('takes %s %j', (field, value) => {
    expect(violations({ [field]: value })).toEqual([]);
  });

  test.each([
    ['reference', 'r'.repeat(129)],
    ['reference', ''],
    ['reference', ' c-1'],
    ['reference', 1001],
    ['email', 'anna'],
    ['email', 'anna@'],
    ['email', 'a b@example.com'],
    ['email', 'a@b@example.com'],
    ['email', `${'a'.repeat(250)}@b.se`],
    ['phone', '1'.repeat(65)],
    ['firstName', 'Anna\nLind'],
    ['lastName', 'L'.repeat(129)],
    ['company', 'C'.repeat(257)],
    ['registered', 'true'],
    ['nationalId', '19800101-1234'],
  ])('is refused at %s for %j', (field, value) => {
    expect(violations({ [field]: value })).toEqual([`/customer/${field}`]);
  });

  test.each([
    ['line1', 'x'.repeat(257)],
    ['postalCode', '1'.repeat(33)],
    ['countryCode', 'se'],
    ['countryCode', 'SWE'],
    ['country', 'SE'],
    ['city', '\t'],
  ])('is refused at an address’s %s for %j', (field, value) => {
    expect(violations({ shippingAddress: { [field]: value } })).toEqual([
      `/customer/shippingAddress/${field}`,
    ]);
  });

  test('is refused when it is no object', () => {
    for (const wrong of ['Anna', [], 1, true]) expect(violations(wrong)).toEqual(['/customer']);
  });
});
