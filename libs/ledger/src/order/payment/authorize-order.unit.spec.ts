import { describe, test } from '@jest/globals';
import { authorize, capture, expiresAt, given, now, register } from '../../testing/index.js';

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

  test('is refused unless the order waits for a payment', () => {
    given([]).when(authorize()).thenRejected('ORDER_NOT_FOUND');
    given([register()]).when(authorize()).thenRejected('AUTHORIZE_INVALID_STATUS');
    given([register(), capture(28_500)])
      .when(authorize())
      .thenRejected('AUTHORIZE_INVALID_STATUS');
  });
});
