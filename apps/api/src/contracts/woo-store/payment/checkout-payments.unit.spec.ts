import { describe, expect, test } from '@jest/globals';
import { orderOf, register } from '../../../../../../libs/ledger/src/testing/index.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import type { ShopOrder, ShopOrders } from '../orders/shop-orders.js';
import { CheckoutDto } from '../request/checkout.dto.js';
import { notPayable } from '../woo-store-envelope.js';
import type { CheckoutCards } from './card-payments.js';
import { CheckoutPayments } from './checkout-payments.js';
import type { RecordedPayments } from './recorded-payments.js';

const order = orderOf([register({ paymentMethod: 'card', authorization: { status: 'pending' } })]);
const body: CheckoutDto = Object.assign(new CheckoutDto(), { payment_method: 'cod' });

/** The order as it is in the log once a request with the key `k` has its answer. */
const answered = (failure?: string): typeof order => {
  const answer = { fingerprint: 'f', revision: 1, ...(failure !== undefined && { failure }) };
  return { ...order, answers: order.answers.with('authorize k', answer) };
};

const foundWith = (key: string | undefined): ShopOrder => ({
  order,
  customer: undefined,
  target: {
    ...{ orderId: order.balance.orderId, knownOrders: 'all' },
    request: { ...(key !== undefined && { idempotencyKey: key }) } as never,
  },
});

const paymentsOf = (now: typeof order, isOther = false) =>
  new CheckoutPayments(
    {} as unknown as CheckoutCards,
    {
      assertSameRequest: () =>
        isOther ? Promise.reject(new Error('another request')) : Promise.resolve(),
    } as unknown as RecordedPayments,
    { now: () => Promise.resolve(now) } as unknown as ShopOrders,
    { methods: ['cod'] },
  );

const taken = () => Promise.reject(new HttpError(notPayable));

describe('a checkout that finds the order paid', () => {
  test('by a concurrent one with its key has the answer of that one', async () => {
    const paid = answered();
    expect(await paymentsOf(paid).once(foundWith('k'), body, taken)).toEqual({
      ...{ outcome: { status: 'success', order: paid }, isRepeat: true },
    });
    expect(await paymentsOf(answered('No')).once(foundWith('k'), body, taken)).toMatchObject({
      ...{ outcome: { status: 'failure' }, isRepeat: true },
    });
  });

  test.each([
    ['by another payment', paymentsOf(order), 'k', 'cannot be paid'],
    ['by a concurrent one, without a key', paymentsOf(answered()), undefined, 'cannot be paid'],
    ['by another request with its key', paymentsOf(answered(), true), 'k', 'another request'],
  ])('%s is refused', async (_what, payments, key, message) => {
    await expect(payments.once(foundWith(key), body, taken)).rejects.toThrow(message);
  });
});
