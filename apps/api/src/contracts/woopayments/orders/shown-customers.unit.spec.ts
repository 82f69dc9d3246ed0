import { expect, test } from '@jest/globals';
import { gatewayCustomerOf } from './shown-customers.js';

test.each([
  [{}, {}],
  [{ company: 'Acme AB' }, { name: 'Acme AB' }],
  [{ firstName: 'Anna', company: 'Acme AB' }, { name: 'Anna' }],
  [
    {
      ...{ firstName: 'Anna', lastName: 'Berg', email: 'a@b.se', phone: '+46' },
      billingAddress: { line1: 'G 1', careOf: 'B', postalCode: '1', city: 'S', countryCode: 'SE' },
      shippingAddress: { line1: 'V 2', line2: 'x', region: 'R' },
    },
    {
      ...{ name: 'Anna Berg', email: 'a@b.se', phone: '+46' },
      address: { line1: 'G 1', postalCode: '1', city: 'S', countryCode: 'SE' },
      shipping: {
        ...{ name: 'Anna Berg', phone: '+46' },
        address: { line1: 'V 2', line2: 'x', region: 'R' },
      },
    },
  ],
])('the customer %j at the gateway', (customer, expected) => {
  expect(gatewayCustomerOf(customer)).toEqual(expected);
});
