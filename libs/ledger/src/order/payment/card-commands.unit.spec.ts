import { describe, expect, test } from '@jest/globals';
import { authorize, checkoutIntent, given, now, orderOf, register } from '../../testing/index.js';

const pending = register({ paymentMethod: 'card', authorization: { status: 'pending' } });

describe('CreateCheckoutIntent', () => {
  test('remembers the intent before any card is asked', () => {
    given([pending])
      .when(checkoutIntent('pi_1'))
      .then([
        {
          type: 'CheckoutIntentCreated',
          data: { paymentIntent: 'pi_1', amount: 28_500, currency: 'SEK', createdAt: now },
        },
      ]);
  });

  test('is answered with the first of two that are made at once', () => {
    given([pending, checkoutIntent('pi_1')])
      .when(checkoutIntent('pi_2'))
      .thenReplayed({ isByState: true, revision: 1, paymentIntent: 'pi_1' });
  });

  test('replaces the intent that it names, and no other', () => {
    const again = checkoutIntent('pi_2', { replaces: 'pi_1' });
    given([pending, checkoutIntent('pi_1')])
      .when(again)
      .then([{ type: 'CheckoutIntentCreated', data: { paymentIntent: 'pi_2' } }]);
    given([pending, checkoutIntent('pi_1'), again])
      .when(checkoutIntent('pi_3', { replaces: 'pi_1' }))
      .thenReplayed({ isByState: true, revision: 2, paymentIntent: 'pi_2' });
  });

  test('is for orders that wait for their payment', () => {
    given([]).when(checkoutIntent('pi_1')).thenRejected('ORDER_NOT_FOUND');
    given([register()]).when(checkoutIntent('pi_1')).thenRejected('AUTHORIZE_INVALID_STATUS');
    given([pending, checkoutIntent('pi_1'), authorize()])
      .when(checkoutIntent('pi_2', { replaces: 'pi_1' }))
      .thenRejected('AUTHORIZE_INVALID_STATUS');
  });

  test('is forgotten once the order is paid, since the order then holds its intent', () => {
    const paid = authorize({ outcome: 'authorized', paymentIntent: 'pi_1' });
    const { payment } = orderOf([pending, checkoutIntent('pi_1'), paid]);
    expect(payment).toMatchObject({ paymentIntent: 'pi_1', status: 'authorized' });
    expect(payment).not.toHaveProperty('checkoutIntent');
  });
});
