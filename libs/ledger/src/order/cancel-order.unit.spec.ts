import { describe, expect, test } from '@jest/globals';
import { authorize, cancel, capture, expire, expiresAt, given, now } from '../testing/index.js';
import { demoIntent, historyOf, orderOf, registerCard } from '../testing/index.js';
import { item, refund, register, shoes, tShirts } from '../testing/index.js';
import { actionIdOf } from '../identity/ids.js';
import { demoOrderId } from '../testing/index.js';
import { releaseDue } from './payment/evolve-payment.js';

const oneShoe = capture(9_500, { items: [item(shoes)] });
const due = expire({ at: expiresAt });

describe('CancelOrder', () => {
  test('gives up all that is not captured, row by row', () => {
    given([register(), capture(9_500, { items: [item(tShirts, { quantity: 1 })] })])
      .when(cancel({ reference: 'stock' }))
      .then([
        {
          type: 'OrderCancelled',
          data: {
            amount: 19_000,
            currency: 'SEK',
            rows: [
              { rowId: 'r1', quantity: 1 },
              { rowId: 'r2', quantity: 1 },
            ],
            openCaptures: 1,
            reference: 'stock',
            cancelledAt: now,
          },
        },
      ]);
  });

  test('closes an order of which nothing was captured', () => {
    given([register()])
      .when(cancel())
      .thenOrder({ status: 'Closed', cancelled: 28_500, remaining: 0, total: 28_500, rows: [] });
  });

  test('completes an order of which something was captured', () => {
    given([register(), oneShoe])
      .when(cancel())
      .thenOrder({ status: 'Activated', captured: 9_500, cancelled: 19_000, remaining: 0 });
  });

  test('of the rest leaves an order returned of which everything else was given back', () => {
    given([register(), oneShoe, refund(9_500)])
      .when(cancel())
      .thenOrder({ status: 'Returned' });
  });

  test.each([
    ['nothing', [register(), due], 'Closed'],
    ['a part', [register(), oneShoe, due], 'Activated'],
  ] as const)('works on an expired order with %s captured', (_what, before, status) => {
    given(before)
      .when(cancel({}, { at: expiresAt }))
      .thenOrder({ status });
  });

  test('works on an order past its date that nobody has marked yet', () => {
    given([register()])
      .when(cancel({}, { at: expiresAt }))
      .thenOrder({ status: 'Closed' });
  });

  test('is refused where nothing is left', () => {
    given([register(), capture(28_500)])
      .when(cancel())
      .thenRejected('CANCEL_NOTHING_LEFT');
    given([register(), capture(28_500), refund(28_500)])
      .when(cancel())
      .thenRejected('CANCEL_NOTHING_LEFT');
  });

  test('is refused twice, and before the payment', () => {
    given([register(), cancel()]).when(cancel()).thenRejected('CANCEL_INVALID_INVOICE_STATUS');
    given([register({ authorization: { status: 'pending' } })])
      .when(cancel())
      .thenRejected('CANCEL_INVALID_INVOICE_STATUS');
    given([]).when(cancel()).thenRejected('ORDER_NOT_FOUND');
  });

  test('of an order that waits for its payment adopts the intent it was authorised by', () => {
    const pending = registerCard({ authorization: { status: 'pending' } });
    const withIntent = cancel({ paymentIntent: demoIntent }, { key: 'k' });
    given([pending])
      .when(withIntent)
      .then([
        { type: 'OrderAuthorized', data: { amount: 28_500, paymentIntent: demoIntent } },
        { type: 'OrderCancelled', data: { amount: 28_500 } },
      ]);
    given([pending]).when(withIntent).thenOrder({ status: 'Closed', cancelled: 28_500 });
    expect(releaseDue(orderOf([pending, withIntent]))).toEqual({
      ...{ paymentIntent: demoIntent, amount: 28_500 },
    });
    given([pending, withIntent]).when(withIntent).thenReplayed({ revision: 2 });
    given([register({ authorization: { status: 'pending' } })])
      .when(withIntent)
      .thenRejected('CANCEL_INVALID_INVOICE_STATUS');
  });

  test('with an intent is refused for an order that holds another', () => {
    given([registerCard()])
      .when(cancel({ paymentIntent: 'pi_2' }))
      .thenRejected('PAYMENT_INTENT_MISMATCH');
  });

  test('repeated with its key has one effect', () => {
    given([register(), cancel({}, { key: 'k' })])
      .when(cancel({}, { key: 'k' }))
      .thenReplayed({ revision: 2 });
    given([register(), cancel({}, { key: 'k' })])
      .when(cancel({ reference: 'other' }, { key: 'k' }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });

  test('leaves nothing to capture or to authorise', () => {
    given([register(), cancel()]).when(capture(100)).thenRejected('CAPTURE_INVALID_INVOICE_STATUS');
    given([register(), cancel()]).when(authorize()).thenRejected('AUTHORIZE_INVALID_STATUS');
  });
});

describe('A final capture', () => {
  test('gives up what is left after it', () => {
    given([register()])
      .when(
        capture(9_500, { items: [item(shoes)], final: true, reference: 'ship-1' }, { key: 'k' }),
      )
      .then([
        { type: 'OrderPartCaptured', data: { amount: 9_500 } },
        {
          type: 'OrderCancelled',
          data: {
            ...{ amount: 19_000, currency: 'SEK', openCaptures: 1, reference: 'ship-1' },
            ...{ rows: [{ rowId: 'r2', quantity: 2 }], cancelledAt: now },
            captureId: actionIdOf(demoOrderId, 'capture', 'k'),
          },
        },
      ]);
  });

  test('after another capture leaves both, and has a reference only if it was given one', () => {
    const last = capture(9_500, { items: [item(tShirts, { quantity: 1 })], final: true });
    const [event] = historyOf([register(), oneShoe, last]).slice(-1);
    expect(event).toMatchObject({ type: 'OrderCancelled', data: { openCaptures: 2 } });
    expect(event?.data).not.toHaveProperty('reference');
  });

  test('by amount gives up the rest of it', () => {
    given([register()])
      .when(capture(10_000, { final: true }))
      .thenOrder({ status: 'Activated', captured: 10_000, cancelled: 18_500, remaining: 0 });
  });

  test('of everything is a capture like any other', () => {
    given([register()])
      .when(capture(28_500, { final: true }))
      .then([{ type: 'OrderCaptured' }]);
  });

  test('is answered again with its capture, and is not the same as one that is not final', () => {
    const final = capture(9_500, { items: [item(shoes)], final: true }, { key: 'k' });
    given([register(), final]).when(final).thenReplayed({ revision: 3, captureId: final.actionId });
    given([register(), final])
      .when(capture(9_500, { items: [item(shoes)] }, { key: 'k' }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });
});
