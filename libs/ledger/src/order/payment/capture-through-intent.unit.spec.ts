import { describe, expect, test } from '@jest/globals';
import {
  cancel,
  capture,
  captureAuthorization,
  captureTerminal,
  demoIntent,
  expire,
  expiresAt,
  fail,
  given,
  major,
  minor,
  orderOf,
  refund,
  register,
  registerCard,
  seen,
  settle,
} from '../../testing/index.js';
import { without } from '../../collections/objects.js';
import type { OrderCommand, PaymentIntentSeen } from '../order-commands.js';
import type { RejectionCode } from '../decision.js';

const pending = registerCard({ authorization: { status: 'pending' } });
const card = registerCard();
const all = capture('remaining', {}, { key: 'all' });
const part = capture(10_000, {}, { key: 'part' });
const settled = settle(all.actionId);

const paymentOf = (...commands: OrderCommand[]) => orderOf(commands).payment;

describe('CaptureTerminalPayment', () => {
  const first = captureTerminal(seen(), { key: 'tap' });

  test('authorises the order that waits for its payment, and captures all of it', () => {
    given([pending])
      .when(captureTerminal())
      .then([
        { type: 'OrderAuthorized', data: { amount: 28_500, paymentIntent: demoIntent } },
        {
          type: 'OrderCaptured',
          data: { amount: 28_500, outcome: 'requested', paymentIntent: demoIntent },
        },
      ]);
  });

  test('adopts the intent of an order that holds none, and keeps to the one it holds', () => {
    const without = register({ paymentMethod: 'card' });
    expect(paymentOf(without, captureTerminal()).paymentIntent).toBe(demoIntent);
    given([card])
      .when(captureTerminal(seen({ paymentIntent: 'pi_2' })))
      .thenRejected('PAYMENT_ALREADY_PROCESSED');
  });

  test('is answered with the capture that waits or was settled, and captures anew after a failed one', () => {
    const again = captureTerminal();
    const answer = { captureId: first.actionId, isByState: true } as const;
    given([pending, first])
      .when(again)
      .thenReplayed({ ...answer, revision: 2 });
    given([pending, first, settle(first.actionId)])
      .when(again)
      .thenReplayed({ ...answer, revision: 3 });
    given([pending, first, fail(first.actionId)])
      .when(again)
      .then([{ type: 'OrderCaptured', data: { captureId: again.actionId } }]);
  });

  test('is the same request with its key, whatever the intent has become since', () => {
    given([pending, first])
      .when({ ...first, data: seen({ status: 'succeeded' }) })
      .thenReplayed({ revision: 2, captureId: first.actionId });
  });

  const refused: readonly [string, OrderCommand[], PaymentIntentSeen, RejectionCode][] = [
    ['an invoice', [register()], seen(), 'PAYMENT_METHOD_NOT_CARD'],
    [
      'a refunded order',
      [card, all, settled, refund(100)],
      seen({ paymentIntent: 'pi_2' }),
      'PAYMENT_ORDER_REFUNDED',
    ],
    ['a cancelled order', [card, cancel()], seen(), 'PAYMENT_ALREADY_PROCESSED'],
    [
      'an order of which a part is settled outside',
      [register({ paymentMethod: 'card' }), part],
      seen(),
      'PAYMENT_ALREADY_PROCESSED',
    ],
    [
      'an intent of another order',
      [card],
      seen({ orderReference: '1002' }),
      'PAYMENT_INTENT_MISMATCH',
    ],
    [
      'an intent that was not paid',
      [card],
      seen({ status: 'requires_payment_method' }),
      'PAYMENT_INTENT_NOT_CAPTURABLE',
    ],
    [
      'an expired order',
      [card, expire({ at: expiresAt })],
      seen(),
      'CAPTURE_INVALID_INVOICE_STATUS',
    ],
  ];

  test.each(refused.map(([what, ...rest]) => ({ what, rest })))(
    'is refused for $what',
    ({ rest: [before, intent, code] }) => {
      given(before).when(captureTerminal(intent)).thenRejected(code);
    },
  );

  test('is refused for an intent that names no order', () => {
    given([card])
      .when(captureTerminal(without(seen(), 'orderReference')))
      .thenRejected('PAYMENT_INTENT_MISMATCH');
  });
});

describe('a capture through an intent that lapsed', () => {
  const lapsed = seen({ status: 'canceled', isLapsed: true });

  test('is requested if the order holds the intent, so that its failure marks the payment', () => {
    for (const command of [captureAuthorization(lapsed), captureTerminal(lapsed)])
      given([card])
        .when(command)
        .then([{ type: 'OrderCaptured', data: { amount: 28_500, outcome: 'requested' } }]);
    const keyed = captureAuthorization(lapsed, { key: 'k' });
    given([card, keyed])
      .when(captureAuthorization(seen(), { key: 'k' }))
      .thenReplayed({ revision: 2, captureId: keyed.actionId });
  });

  test('is refused if the order does not hold it, or the payment is lapsed already', () => {
    given([pending]).when(captureTerminal(lapsed)).thenRejected('PAYMENT_INTENT_NOT_CAPTURABLE');
    const failed = fail(all.actionId);
    const marked = { ...failed, data: { ...failed.data, authorizationLapsed: true as const } };
    given([card, all, marked])
      .when(captureAuthorization(lapsed))
      .thenRejected('PAYMENT_INTENT_NOT_CAPTURABLE');
  });

  test('is refused if the ledger cancelled it', () => {
    given([card])
      .when(captureAuthorization(seen({ status: 'canceled' })))
      .thenRejected('PAYMENT_INTENT_NOT_CAPTURABLE');
  });
});

describe('CaptureAuthorization', () => {
  test('captures all that is left through the intent that the order holds', () => {
    const rest = captureAuthorization({ ...seen(), reference: 'ship-1' });
    for (const before of [[part], [part, settle(part.actionId)]])
      given([card, ...before])
        .when(rest)
        .then([{ type: 'OrderCaptured', data: { amount: 18_500, reference: 'ship-1' } }]);
    given([card, part, rest])
      .when(captureAuthorization())
      .thenReplayed({ revision: 3, captureId: rest.actionId, isByState: true });
  });

  test('captures an amount, and the same amount once', () => {
    const partly = captureAuthorization({ ...seen(), amount: minor(5_000) });
    given([card])
      .when(partly)
      .then([{ type: 'OrderPartCaptured', data: { amount: 5_000 } }]);
    const after = [card, partly, settle(partly.actionId)];
    const answer = { captureId: partly.actionId, isByState: true } as const;
    given([card, partly])
      .when(captureAuthorization({ ...seen(), amount: minor(5_000) }))
      .thenReplayed({ ...answer, revision: 2 });
    given([card, partly])
      .when(captureAuthorization({ ...seen(), amount: minor(6_000) }))
      .then([{ data: { amount: 6_000 } }]);
    given(after)
      .when(captureAuthorization({ ...seen(), amount: minor(5_000) }))
      .thenReplayed({ ...answer, revision: 3 });
    given(after)
      .when(captureAuthorization({ ...seen(), amount: minor(6_000) }))
      .then([{ data: { amount: 6_000 } }]);
    given([card])
      .when(captureAuthorization({ ...seen(), amount: minor(28_501) }))
      .thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
  });

  test('captures the same amount again under another key, as long as something is left', () => {
    const parcel = (key: string, amount: number) =>
      captureAuthorization({ ...seen(), amount: minor(amount) }, { key });
    given([card, parcel('one', 9_500)])
      .when(parcel('two', 9_500))
      .then([{ type: 'OrderPartCaptured', data: { amount: 9_500 } }]);
    const all = parcel('all', 28_500);
    given([card, all])
      .when(parcel('again', 28_500))
      .thenReplayed({ revision: 2, captureId: all.actionId, isByState: true });
  });

  test('under another key finds nothing left after the last of several parcels', () => {
    const parcel = (key: string) =>
      captureAuthorization({ ...seen(), amount: minor(9_500) }, { key });
    const parcels = ['one', 'two', 'three'].map(parcel);
    given([card, ...parcels])
      .when(parcel('four'))
      .thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
    given([card, ...parcels])
      .when(parcel('three'))
      .thenReplayed({ revision: 4, captureId: parcels[2]!.actionId });
    given([card, ...parcels])
      .when(captureAuthorization({ ...seen(), amount: minor(9_500) }))
      .thenReplayed({ revision: 4, captureId: parcels[2]!.actionId, isByState: true });
  });

  test('of all is no repeat of a part after which the rest was cancelled', () => {
    const partly = captureAuthorization({ ...seen(), amount: minor(9_500) });
    const closed = [card, partly, settle(partly.actionId), cancel()];
    given(closed).when(captureAuthorization()).thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
    given(closed)
      .when(captureAuthorization({ ...seen(), amount: minor(9_500) }))
      .thenReplayed({ revision: 4, captureId: partly.actionId, isByState: true });
  });

  test('of an amount in major units is answered with a capture of that amount, and of no other', () => {
    const asked = (text: string) => captureAuthorization({ ...seen(), amount: major(text) });
    const partly = captureAuthorization({ ...seen(), amount: minor(5_000) });
    given([card, partly])
      .when(asked('50.0'))
      .thenReplayed({ revision: 2, captureId: partly.actionId, isByState: true });
    given([card, partly])
      .when(asked('60'))
      .then([{ data: { amount: 6_000 } }]);
    given([card, partly])
      .when(asked('50.001'))
      .thenRejected('CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS');
    const whole = captureAuthorization({ ...seen(), amount: major('285') }, { key: 'all' });
    given([card, whole])
      .when(captureAuthorization({ ...seen(), amount: major('285') }, { key: 'again' }))
      .thenReplayed({ revision: 2, captureId: whole.actionId, isByState: true });
  });

  test('of an amount is not answered with a capture of another one, when all is captured', () => {
    const all = captureAuthorization();
    given([card, all, settle(all.actionId)])
      .when(captureAuthorization({ ...seen(), amount: minor(5_000) }))
      .thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
  });

  test('is refused for an intent that is not the order’s own', () => {
    given([card])
      .when(captureAuthorization(seen({ paymentIntent: 'pi_2' })))
      .thenRejected('PAYMENT_INTENT_MISMATCH');
    given([pending]).when(captureAuthorization()).thenRejected('PAYMENT_INTENT_MISMATCH');
  });
});

describe('a capture that names its payment', () => {
  const tapped = { paymentIntent: demoIntent, seen: without(seen(), 'paymentIntent') };
  const named = { payment: { paymentIntent: demoIntent } };
  const tap = capture(9_500, { payment: tapped }, { key: 'tap' });
  const authorized = {
    type: 'OrderAuthorized',
    data: { amount: 28_500, paymentIntent: demoIntent },
  } as const;

  test('authorises the order that waits for it, and captures what is asked for', () => {
    given([pending])
      .when(tap)
      .then([
        authorized,
        {
          type: 'OrderPartCaptured',
          data: { amount: 9_500, outcome: 'requested', paymentIntent: demoIntent },
        },
      ]);
    const final = capture(9_500, { payment: tapped, final: true });
    given([pending])
      .when(final)
      .then([
        authorized,
        { type: 'OrderPartCaptured' },
        { type: 'OrderCancelled', data: { amount: 19_000, captureId: final.actionId } },
      ]);
  });

  test('need not see the payment that the order holds', () => {
    for (const before of [[card], [pending, tap]])
      given(before)
        .when(capture(9_500, named))
        .then([{ type: 'OrderPartCaptured', data: { amount: 9_500 } }]);
    given([pending, tap])
      .when({ ...tap, data: { ...tap.data, ...named } })
      .thenReplayed({ revision: 2, captureId: tap.actionId });
    given([pending, tap])
      .when(capture(9_500, { payment: { paymentIntent: 'pi_2' } }, { key: 'tap' }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });

  const refused: readonly [string, OrderCommand[], PaymentIntentSeen, RejectionCode][] = [
    ['an invoice', [register()], seen(), 'PAYMENT_METHOD_NOT_CARD'],
    ['another payment', [card], seen({ paymentIntent: 'pi_2' }), 'PAYMENT_ALREADY_PROCESSED'],
    ['a cancelled order', [card, cancel()], seen(), 'CAPTURE_INVALID_INVOICE_STATUS'],
    ['another order', [pending], seen({ orderReference: '1' }), 'PAYMENT_INTENT_MISMATCH'],
    [
      'a card that was not tapped',
      [pending],
      seen({ status: 'requires_payment_method' }),
      'PAYMENT_INTENT_NOT_CAPTURABLE',
    ],
  ];

  test.each(refused.map(([what, ...rest]) => ({ what, rest })))(
    'is refused for $what',
    ({ rest: [before, { paymentIntent, ...others }, code] }) => {
      given(before)
        .when(capture(9_500, { payment: { paymentIntent, seen: others } }))
        .thenRejected(code);
    },
  );

  test('is refused where the payment was not looked at', () => {
    given([pending]).when(capture(9_500, named)).thenRejected('PAYMENT_INTENT_MISMATCH');
    given([register()]).when(capture(9_500, named)).thenRejected('PAYMENT_METHOD_NOT_CARD');
  });

  test('authorises nothing where the capture is refused', () => {
    given([pending])
      .when(capture(28_501, { payment: tapped }))
      .thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
  });
});
