import { describe, expect, test } from '@jest/globals';
import type { Customer } from '#personal-data';
import { walleyParties } from './walley-customer.js';

const billing = {
  line1: 'Storgatan 1',
  postalCode: '111 22',
  city: 'Stockholm',
  countryCode: 'SE',
};
const shipping = { line1: 'Lagervägen 2', careOf: 'c/o Berg', city: 'Umeå' };
const of = (customer: Customer, salesSegment: 'B2C' | 'B2B' = 'B2C') =>
  walleyParties({ salesSegment, customer: { erased: false, customer } });

describe('the parties of an order', () => {
  test('are without members when nobody is known, or was erased', () => {
    const nobody = { customer: {}, deliveryAddress: {}, invoiceAddress: {} };
    expect(walleyParties({ salesSegment: 'B2C' })).toEqual(nobody);
    expect(walleyParties({ salesSegment: 'B2C', customer: { erased: true } })).toEqual(nobody);
  });

  test('are a person, where it goes and where the invoice goes', () => {
    const customer = {
      reference: 'c-1',
      email: 'anna@example.com',
      phone: '+46701234567',
      firstName: 'Anna',
      lastName: 'Lind',
      billingAddress: billing,
      shippingAddress: shipping,
    };
    expect(of(customer)).toEqual({
      customer: {
        type: 'Person',
        name: 'Anna Lind',
        firstName: 'Anna',
        lastName: 'Lind',
        customerNumber: 'c-1',
        countryCode: 'SE',
        coAddress: null,
        addressLine1: 'Storgatan 1',
        addressLine2: null,
        city: 'Stockholm',
        postalCode: '111 22',
        email: 'anna@example.com',
        mobilePhoneNumber: '+46701234567',
      },
      deliveryAddress: {
        receiverName: 'Anna Lind',
        coAddress: 'c/o Berg',
        addressLine1: 'Lagervägen 2',
        addressLine2: null,
        city: 'Umeå',
        postalCode: null,
        countryCode: null,
        email: 'anna@example.com',
        mobilePhone: '+46701234567',
      },
      invoiceAddress: expect.objectContaining({ addressLine1: 'Storgatan 1', coAddress: null }),
    });
  });

  test('are a company where the order is one’s, and one address serves as both', () => {
    const parties = of({ company: 'Lind AB', lastName: 'Lind', shippingAddress: shipping }, 'B2B');
    expect(parties.customer).toMatchObject({ type: 'Company', name: 'Lind AB', city: 'Umeå' });
    expect(parties.invoiceAddress).toEqual(parties.deliveryAddress);
    expect(of({ email: 'a@b.se' })).toMatchObject({
      customer: { name: null, email: 'a@b.se' },
      deliveryAddress: {},
    });
  });
});
