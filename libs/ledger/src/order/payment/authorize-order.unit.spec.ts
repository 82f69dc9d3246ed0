import { describe, expect, test } from '@jest/globals';
import {
  authorize,
  capture,
  expiresAt,
  given,
  now,
  orderOf,
  register,
} from '../../testing/index.js';
import { decide } from '../decide.js';
import type { Accepted } from '../decision.js';

const pending = register({ authorization: { status: 'pending' } });

describe('AuthorizeOrder', () => {
  test('makes a pending order ready to be captured', () => {
    given([pending])
      .when(authorize({ outcome: 'authorized', paymentIntent: 'pi_1' }))
      .then([
        {
          type: 'OrderAuthorized',
          data: { amount: 28_500, currency: 'SEK', authorizedAt: now, paymentIntent: 'pi_1' },
        },
      ]);
    given([pending]).when(authorize()).thenOrder({ status: 'NotActivated' });
  });

  test('puts a failed payment on record and leaves the order pending', () => {
    const failed = authorize({ outcome: 'failed', reason: 'card_declined' });
    given([pending])
      .when(failed)
      .then([
        {
          type: 'OrderAuthorizationFailed',
          data: { reason: 'card_declined', failedAt: now },
        },
      ]);
    given([pending, failed]).when(authorize()).thenOrder({ status: 'NotActivated' });
  });

  test('is answered again under its key', () => {
    given([pending, authorize(undefined, { key: 'k' })])
      .when(authorize(undefined, { key: 'k' }))
      .thenReplayed({ revision: 1 });
    given([pending, authorize(undefined, { key: 'k' })])
      .when(authorize({ outcome: 'failed', reason: 'card_declined' }, { key: 'k' }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });

  test('is put on record after the expiry date too, and then nothing can be captured', () => {
    const late = authorize(undefined, { at: expiresAt });
    given([pending]).when(late).thenOrder({ status: 'NotActivated' });
    given([pending, late])
      .when(capture(100, {}, { at: expiresAt }))
      .thenRejected('CAPTURE_INVALID_INVOICE_STATUS');
  });

  test('captures all of it in the same append where that is asked for', () => {
    const paid = authorize({ outcome: 'authorized', paymentIntent: 'pi_1', capture: true });
    const card = register({ paymentMethod: 'card', authorization: { status: 'pending' } });
    given([card])
      .when(paid)
      .then([
        { type: 'OrderAuthorized', data: { amount: 28_500, paymentIntent: 'pi_1' } },
        {
          type: 'OrderCaptured',
          data: { amount: 28_500, outcome: 'requested', paymentIntent: 'pi_1' },
        },
      ]);
    given([card]).when(paid).thenOrder({ status: 'Activated', requested: 28_500 });
  });

  test('stands alone where the order cannot be captured any more', () => {
    given([pending])
      .when(authorize({ outcome: 'authorized', capture: true }, { at: expiresAt }))
      .then([{ type: 'OrderAuthorized' }]);
  });

  test('names the method that the customer paid by, if it is another than registered', () => {
    const offline = authorize({
      ...{ outcome: 'authorized', paymentMethod: 'invoice', offlineMethod: 'bacs' },
    });
    const card = register({ paymentMethod: 'card', authorization: { status: 'pending' } });
    given([card])
      .when(offline)
      .then([
        { type: 'OrderAuthorized', data: { paymentMethod: 'invoice', offlineMethod: 'bacs' } },
      ]);
    // The ledger settles an offline payment itself and asks no gateway.
    given([card, offline])
      .when(capture(28_500))
      .then([{ type: 'OrderCaptured', data: { outcome: 'settled' } }]);
    const byCard = { outcome: 'authorized', paymentMethod: 'card', paymentIntent: 'pi_1' } as const;
    given([pending, authorize(byCard)])
      .when(capture(28_500))
      .then([{ type: 'OrderCaptured', data: { outcome: 'requested', paymentIntent: 'pi_1' } }]);
    const same = authorize({ outcome: 'authorized', paymentMethod: 'invoice' });
    const decided = decide(orderOf([pending]), same) as Accepted;
    expect(decided.events[0]?.data).not.toHaveProperty('paymentMethod');
  });

  test('is the same request whatever came of it, where the caller says what it asked', () => {
    const first = authorize(
      { outcome: 'failed', reason: 'card_declined', request: 'visa' },
      { key: 'k' },
    );
    given([pending, first])
      .when(authorize({ outcome: 'authorized', request: 'visa' }, { key: 'k' }))
      .thenReplayed({ revision: 1 });
    given([pending, first])
      .when(authorize({ outcome: 'authorized', request: 'amex' }, { key: 'k' }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });

  test('is refused unless the order waits for a payment', () => {
    given([]).when(authorize()).thenRejected('ORDER_NOT_FOUND');
    given([register()]).when(authorize()).thenRejected('AUTHORIZE_INVALID_STATUS');
    given([register(), capture(28_500)])
      .when(authorize())
      .thenRejected('AUTHORIZE_INVALID_STATUS');
  });
});
