import { expect, test } from '@jest/globals';
import { checkoutsIn } from './checkout-task.js';

const event = (type: string, order: string, paymentIntent?: string) => ({
  ...{ streamId: `order-${order}`, type },
  data: paymentIntent === undefined ? {} : { paymentIntent },
  metadata: { storeId: 'store-a' },
});

test('a checkout is begun by its intent, and paid by an authorisation through it', () => {
  const events = [
    event('CheckoutIntentCreated', 'a', 'pi_a'),
    event('CheckoutIntentCreated', 'b', 'pi_b'),
    event('OrderAuthorized', 'b', 'pi_b'),
    event('OrderAuthorized', 'c', 'pi_c'),
    event('CheckoutIntentCreated', 'd', 'pi_d'),
    // Order `d` is paid through another intent, and `a` without an intent. Neither event shows the
    // state of the checkout's intent.
    event('OrderAuthorized', 'd', 'pi_other'),
    event('OrderAuthorized', 'a'),
    event('OrderAuthorizationFailed', 'a', 'pi_a'),
    { ...event('OrderAuthorized', 'x', 'pi_x'), streamId: 'settlements-x' },
  ];
  expect(checkoutsIn(events)).toEqual({
    begun: [
      { orderId: 'a', storeId: 'store-a', paymentIntent: 'pi_a' },
      { orderId: 'd', storeId: 'store-a', paymentIntent: 'pi_d' },
    ],
    paid: [
      { orderId: 'c', storeId: 'store-a', paymentIntent: 'pi_c' },
      { orderId: 'd', storeId: 'store-a', paymentIntent: 'pi_other' },
    ],
  });
});
