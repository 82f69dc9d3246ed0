import { describe, expect, test } from '@jest/globals';
import { HttpError } from '../../../contract-kit/http-error.js';
import { assertAddresses } from './address-checks.js';
import {
  billingAddress,
  givenAddress,
  registeredBilling,
  registeredShipping,
  shopAddress,
} from './shop-address.js';

const check = (
  billing: object,
  shipping: object = { country: 'SE' },
): HttpError['answer'] | undefined => {
  try {
    assertAddresses({ billing: shopAddress(billing), shipping: shopAddress(shipping) });
    return undefined;
  } catch (error) {
    if (error instanceof HttpError) return error.answer;
    throw error;
  }
};

test('an address of a request without a single line is none', () => {
  for (const blank of [undefined, {}, { country: ' ', city: ' ' }])
    expect(givenAddress(blank)).toBeUndefined();
  expect(givenAddress({ city: 'Oslo' })).toMatchObject({ city: 'Oslo', country: '' });
});

describe('the addresses of a checkout', () => {
  test.each([
    { country: 'SE' },
    { country: 'se' },
    { country: 'DE', city: 'Berlin' },
    { country: 'GB' },
  ])('need neither name, state nor postcode: %j', (billing) => {
    expect(check(billing)).toBeUndefined();
  });

  test.each(['', 'XX', 'SWE', 'S', 'ÅÄ', 'EU'])('need a known country, not %j', (country) => {
    const code = 'woocommerce_rest_invalid_address_country';
    const orders = `Sorry, we do not allow orders from the provided country (${country})`;
    expect(check({ country })).toMatchObject({ status: 400, code, detail: orders });
    const ship = `Sorry, we do not ship orders to the provided country (${country})`;
    expect(check({ country: 'SE' }, { country })).toMatchObject({
      status: 400,
      code,
      detail: ship,
    });
  });

  test.each(['US', 'CA', 'AU', 'JP'])('need state and postcode in %s', (country) => {
    expect(check({ country, state: 'X', postcode: '1' })).toBeUndefined();
    expect(check({ country, postcode: '1' })).toMatchObject({
      status: 400,
      code: 'woocommerce_rest_invalid_address',
      detail: 'There was a problem with the provided billing address: State is required',
    });
    expect(check({ country: 'SE' }, { country, state: ' ' })?.violations).toEqual([
      { path: ['shipping', 'state'], message: 'State is required' },
      { path: ['shipping', 'postcode'], message: 'Postcode is required' },
    ]);
  });
});

describe('an address', () => {
  test('has every member, and an e-mail address for billing alone', () => {
    const members = ['first_name', 'last_name', 'company', 'address_1', 'address_2', 'city'];
    const more = ['state', 'postcode', 'country'];
    expect(Object.keys(billingAddress({}))).toEqual([...members, ...more, 'email', 'phone']);
    expect(Object.keys(shopAddress({}))).toEqual([...members, ...more, 'phone']);
  });

  test('is that of the registration', () => {
    const customer = {
      ...{ firstName: 'Anna', lastName: 'Lind', email: 'a@b.se', phone: '1' },
      billingAddress: {
        line1: 'A 1',
        careOf: 'Berg',
        postalCode: '1',
        city: 'B',
        countryCode: 'SE',
      },
    };
    expect(registeredBilling(customer)).toMatchObject({
      ...{ first_name: 'Anna', address_1: 'A 1', address_2: 'Berg', postcode: '1', city: 'B' },
      ...{ country: 'SE', email: 'a@b.se', phone: '1' },
    });
    expect(registeredShipping(customer)).toBeUndefined();
    expect(registeredShipping({ shippingAddress: { region: 'X' } })).toMatchObject({ state: 'X' });
    expect(registeredBilling(undefined)).toEqual(billingAddress({}));
  });
});
