import { describe, expect, test } from '@jest/globals';
import { PersonNames } from './person-names.js';

const names = new PersonNames(new Uint8Array(32).fill(1));
const orderId = '8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11';
const identity = (customer: object, storeId = 'demo-se'): string =>
  names.identity({ storeId, orderId, customer }).toString('hex');

describe('the identity of a person', () => {
  test('is the reference, without one the e-mail address, without either the order', () => {
    const byReference = names.ofReference('demo-se', 'c-1').toString('hex');
    const byEmail = names.ofEmail('demo-se', 'anna@example.com').toString('hex');
    expect(identity({ reference: 'c-1', email: 'anna@example.com' })).toBe(byReference);
    expect(identity({ email: 'Anna@Example.COM' })).toBe(byEmail);
    expect(identity({ firstName: 'Anna' })).toBe(names.ofOrder('demo-se', orderId).toString('hex'));
  });

  test('is one within a store, and says which of the names it is', () => {
    expect(identity({ reference: 'c-1' }, 'other')).not.toBe(identity({ reference: 'c-1' }));
    expect(identity({ reference: 'a@b.se' })).not.toBe(identity({ email: 'a@b.se' }));
    expect(identity({ reference: 'C-1' })).not.toBe(identity({ reference: 'c-1' }));
  });

  test('cannot be tried without the key', () => {
    const others = new PersonNames(new Uint8Array(32).fill(2));
    expect(others.ofReference('demo-se', 'c-1')).not.toEqual(names.ofReference('demo-se', 'c-1'));
  });

  test('with a reference has the e-mail address as a further name', () => {
    const further = (customer: object) => names.furtherEmail({ storeId: 's', orderId, customer });
    expect(further({ reference: 'c-1', email: 'A@b.se' })).toEqual(names.ofEmail('s', 'a@b.se'));
    expect(further({ email: 'a@b.se' })).toBeNull();
    expect(further({ reference: 'c-1' })).toBeNull();
  });
});
