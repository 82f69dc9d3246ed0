import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Customer, openCustomer, sealCustomer } from './sealed-customers.js';
import { makePersonKey } from '../keys/wrapped-keys.js';

const anna: Customer = {
  reference: 'c-1001',
  email: 'anna@example.com',
  firstName: 'Anna',
  lastName: 'Lind',
  registered: true,
  billingAddress: { line1: 'Storgatan 1', city: 'Stockholm', countryCode: 'SE' },
};
const [order, otherOrder] = [
  '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11',
  '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c12',
];
const key = makePersonKey();
const sealed = sealCustomer(key, order, anna);

const flipped = (text: string, at: number): string => {
  const bytes = Buffer.from(text, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
};

describe('a sealed customer', () => {
  test('is opened by the key of the person, for the order it was sealed for', () => {
    expect(openCustomer(key, order, sealed)).toEqual(anna);
  });

  test('holds any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 256 }), (firstName) => {
        const customer = { firstName };
        expect(openCustomer(key, order, sealCustomer(key, order, customer))).toEqual(customer);
      }),
    );
  });

  test('cannot be opened with another key, for another order or under another key id', () => {
    expect(openCustomer(makePersonKey(), order, sealed)).toBeUndefined();
    expect(openCustomer({ ...makePersonKey(), keyId: key.keyId }, order, sealed)).toBeUndefined();
    expect(openCustomer(key, otherOrder, sealed)).toBeUndefined();
    const renamed = { ...sealed, keyId: makePersonKey().keyId };
    expect(openCustomer(key, order, renamed)).toBeUndefined();
  });

  test('cannot be opened when a bit of nonce, text or tag is another', () => {
    const length = Buffer.from(sealed.sealed, 'base64').length;
    for (const at of [0, 11, 12, 40, length - 17, length - 16, length - 1]) {
      const changed = { ...sealed, sealed: flipped(sealed.sealed, at) };
      expect(openCustomer(key, order, changed)).toBeUndefined();
    }
    for (const text of ['', 'AAAA', sealed.sealed.slice(0, 40), 'no base64 at all'])
      expect(openCustomer(key, order, { ...sealed, sealed: text })).toBeUndefined();
  });

  test('is another text each time, of a length that tells little', () => {
    const again = sealCustomer(key, order, anna);
    const short = sealCustomer(key, order, { firstName: 'A' });
    expect(again.sealed).not.toBe(sealed.sealed);
    expect(short.sealed).toHaveLength(sealed.sealed.length);
  });

  test('shows nothing of the person', () => {
    const bytes = Buffer.from(sealed.sealed, 'base64').toString('latin1');
    for (const word of ['Anna', 'Lind', 'anna@example.com', 'Storgatan'])
      expect(JSON.stringify(sealed) + bytes).not.toContain(word);
  });
});

describe('the fingerprint of a customer', () => {
  test('is the same for the same content, however it was ordered, for every order', () => {
    const { firstName, ...rest } = anna;
    expect(sealCustomer(key, otherOrder, { ...rest, firstName: firstName! }).fingerprint).toBe(
      sealed.fingerprint,
    );
  });

  test('is another for other content, and under another key, so that guesses cannot be tried', () => {
    expect(sealCustomer(key, order, { ...anna, phone: '1' }).fingerprint).not.toBe(
      sealed.fingerprint,
    );
    expect(sealCustomer(makePersonKey(), order, anna).fingerprint).not.toBe(sealed.fingerprint);
  });
});
