import { describe, expect, test } from '@jest/globals';
import type { OpenedCustomer } from '#personal-data';
import { HttpError } from '../../../contract-kit/http-error.js';
import { orderOf, register } from '../../../../../../libs/ledger/src/testing/index.js';
import { assertMayPay } from './order-guard.js';

const order = orderOf([
  register({
    authorization: { status: 'pending' },
    attributes: { woo: { orderKey: 'wc_order_1' } },
  }),
]);
const keyless = orderOf([register()]);

const open = (customer: object): OpenedCustomer => ({ kind: 'open', customer });
const anna = open({ email: 'Anna@Example.com' });
const member = open({ email: 'anna@example.com', registered: true, reference: '7' });
const good = { key: 'wc_order_1', billing_email: ' anna@example.COM' };

const refusal = (
  opened: OpenedCustomer | undefined,
  guest: object,
  { customer, of = order }: { customer?: string; of?: typeof order } = {},
): unknown => {
  try {
    assertMayPay(of, opened, { guest, customer });
    return undefined;
  } catch (error) {
    if (error instanceof HttpError) return [error.answer.status, error.answer.detail];
    throw error;
  }
};

const wrongKey = [401, 'Invalid order ID or key provided.'];
const noEmail = [401, 'No billing email provided.'];
const wrongEmail = [401, 'Invalid billing email provided.'];
const otherCustomer = [403, 'This order belongs to a different customer.'];

describe('an order is shown and paid', () => {
  test('for a guest with its key and e-mail address, without regard to case', () => {
    expect(refusal(anna, good)).toBeUndefined();
  });

  test.each([
    {},
    { ...good, key: undefined },
    { ...good, key: '' },
    { ...good, key: 'WC_ORDER_1' },
  ])('not without its key: %j', (guest) => {
    expect(refusal(anna, guest)).toEqual(wrongKey);
  });

  test('not if it has no key, and the key is asked for before the address', () => {
    expect(refusal(anna, { key: '' }, { of: keyless })).toEqual(wrongKey);
    expect(refusal(anna, { billing_email: 'x@y.z' })).toEqual(wrongKey);
  });

  test('not without its address', () => {
    expect(refusal(anna, { key: good.key })).toEqual(noEmail);
    expect(refusal(anna, { key: good.key, billing_email: '' })).toEqual(noEmail);
    expect(refusal(anna, { ...good, billing_email: 'other@example.com' })).toEqual(wrongEmail);
  });

  test('without an address if the order has none', () => {
    for (const opened of [undefined, open({})]) {
      expect(refusal(opened, { key: good.key })).toBeUndefined();
      expect(refusal(opened, good)).toEqual(wrongEmail);
    }
  });

  test('not to guests once the customer was erased or cannot be read', () => {
    for (const kind of ['erased', 'unreadable'] as const) {
      expect(refusal({ kind }, good)).toEqual(wrongEmail);
      expect(refusal({ kind }, { key: good.key })).toEqual(noEmail);
    }
  });

  test('for its registered customer alone, who needs no key', () => {
    expect(refusal(member, {}, { customer: '7' })).toBeUndefined();
    expect(refusal(member, good, { customer: '8' })).toEqual(otherCustomer);
    expect(refusal(member, good)).toEqual(otherCustomer);
    expect(refusal(open({ registered: true }), good)).toEqual(otherCustomer);
  });

  test('for a customer who is logged in with the key of a guest', () => {
    expect(refusal(anna, good, { customer: '7' })).toBeUndefined();
    expect(refusal(anna, {}, { customer: '7' })).toEqual(wrongKey);
  });
});
