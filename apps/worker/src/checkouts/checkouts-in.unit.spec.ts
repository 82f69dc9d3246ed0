import { expect, test } from '@jest/globals';
import { checkoutsIn } from './checkouts-in.js';

const event = (type: string, order: string, paymentIntent?: string) => ({
  ...{ streamId: `order-${order}`, type },
  data: paymentIntent === undefined ? {} : { paymentIntent },
});

test('a checkout is begun by its intent, and paid by an authorisation through it', () => {
  const events = [
    event('CheckoutIntentCreated', 'a', 'pi_a'),
    event('CheckoutIntentCreated', 'b', 'pi_b'),
    event('OrderAuthorized', 'b', 'pi_b'),
    event('OrderAuthorized', 'c', 'pi_c'),
    event('CheckoutIntentCreated', 'd', 'pi_d'),
    // Paid by another intent, or by none: the outcome of the first intent is not known.
    event('OrderAuthorized', 'd', 'pi_other'),
    event('OrderAuthorized', 'a'),
    event('OrderAuthorizationFailed', 'a', 'pi_a'),
    { streamId: 'settlements-x', type: 'OrderAuthorized', data: { paymentIntent: 'pi_x' } },
  ];
  expect(checkoutsIn(events)).toEqual({
    begun: [
      { orderId: 'a', paymentIntent: 'pi_a' },
      { orderId: 'd', paymentIntent: 'pi_d' },
    ],
    paid: [
      { orderId: 'c', paymentIntent: 'pi_c' },
      { orderId: 'd', paymentIntent: 'pi_other' },
    ],
  });
});
