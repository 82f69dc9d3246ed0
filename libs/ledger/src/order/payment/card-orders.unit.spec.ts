import { describe, expect, test } from '@jest/globals';
import {
  authorize,
  cancel,
  capture,
  captureTerminal,
  customer,
  demoIntent,
  demoNumber,
  expire,
  expiresAt,
  fail,
  failRefund,
  given,
  historyOf,
  item,
  minor,
  now,
  orderOf,
  reauthorize,
  refund,
  register,
  registerCard,
  release,
  seen,
  settle,
  settleRefund,
  terminalIntent,
} from '../../testing/index.js';
import { settlementLineOf } from '../../settlement/settlement-line.js';
import { without } from '../../collections/objects.js';
import { decide } from '../decide.js';
import { fold } from '../evolve.js';
import type { OrderCommand } from '../order-commands.js';
import { isLastCapture, releaseDue } from './evolve-payment.js';

const pending = registerCard({ authorization: { status: 'pending' } });
const card = registerCard();
const all = capture('remaining', {}, { key: 'all' });
const part = capture(10_000, {}, { key: 'part' });
const rest = capture('remaining', {}, { key: 'rest' });
const settled = settle(all.actionId);

const paymentOf = (...commands: OrderCommand[]) => orderOf(commands).payment;

describe('The payment of an order', () => {
  test('waits, is authorised, and holds the intent that it was authorised with', () => {
    expect(paymentOf(pending)).toEqual({ method: 'card', status: 'pending' });
    expect(paymentOf(card)).toEqual({
      ...{ method: 'card', status: 'authorized' },
      ...{ paymentIntent: demoIntent, authorized: 28_500 },
    });
    expect(paymentOf(register())).toEqual({
      ...{ method: 'invoice', status: 'authorized', authorized: 28_500 },
    });
  });

  test('keeps the failure of a payment until one succeeds, and holds no intent that failed', () => {
    const declined = authorize({ outcome: 'failed', reason: 'declined', paymentIntent: 'pi_1' });
    const paid = authorize({ outcome: 'authorized', paymentIntent: 'pi_2' });
    expect(orderOf([pending, declined])).toMatchObject({
      balance: { status: 'Pending' },
      payment: {
        status: 'pending',
        failure: { reason: 'declined', paymentIntent: 'pi_1', failedAt: now },
      },
    });
    expect(paymentOf(pending, declined)).not.toHaveProperty('paymentIntent');
    expect(paymentOf(pending, declined, paid)).toEqual({
      ...{ method: 'card', status: 'authorized' },
      ...{ paymentIntent: 'pi_2', authorized: 28_500 },
    });
  });

  test('is named by every capture of a card order that holds an intent, and by none of an invoice', () => {
    given([card])
      .when(part)
      .then([{ data: { outcome: 'requested', paymentIntent: demoIntent } }]);
    const [, , event] = historyOf([register(), part]);
    expect(event?.data).not.toHaveProperty('paymentIntent');
  });

  test('lapses with a capture that says so, and then allows no further one', () => {
    const failed = fail(all.actionId);
    const lapsed = { ...failed, data: { ...failed.data, authorizationLapsed: true as const } };
    expect(paymentOf(card, all, failed).status).toBe('authorized');
    expect(orderOf([card, all, lapsed])).toMatchObject({
      payment: { status: 'lapsed', paymentIntent: demoIntent },
      balance: { status: 'NotActivated', remaining: 28_500 },
    });
    given([card, all, lapsed]).when(part).thenRejected('PAYMENT_AUTHORIZATION_LAPSED');
    given([card, all, lapsed]).when(cancel()).thenOrder({ status: 'Closed' });
    expect(releaseDue(orderOf([card, all, lapsed, cancel()]))).toBeUndefined();
  });
});

describe('The outcome of a capture', () => {
  test('records what the gateway says of the charge', () => {
    const charge = {
      ...{ chargeId: 'ch_1', receiptUrl: 'https://receipts.test/1' },
      ...{ paymentMethodId: 'pm_1', customerId: 'cus_1' },
    };
    const order = orderOf([card, all, { ...settled, data: { ...settled.data, charge } }]);
    expect(order.captures.get(all.actionId)).toMatchObject({
      status: 'settled',
      gateway: { paymentIntent: demoIntent, charge },
    });
    expect(order.payment.customerId).toBe('cus_1');
  });

  test('records the code and the text of a failure', () => {
    const failed = fail(all.actionId);
    const data = { ...failed.data, reason: 'Your card was declined.', code: 'card_declined' };
    const order = orderOf([card, all, { ...failed, data }]);
    expect(order.captures.get(all.actionId)).toMatchObject({
      status: 'failed',
      gateway: { failure: { reason: 'Your card was declined.', code: 'card_declined' } },
    });
  });
});

describe('A capture of what remains', () => {
  test('takes whatever is left when it is decided', () => {
    given([card, part])
      .when(rest)
      .then([{ type: 'OrderCaptured', data: { amount: 18_500 } }]);
  });

  test('is the same request when less is left by then', () => {
    given([card, rest]).when(rest).thenReplayed({ revision: 2, captureId: rest.actionId });
    given([card, rest])
      .when({ ...rest, data: { ...rest.data, amount: minor(28_500) } })
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });

  test('is refused when nothing is left', () => {
    given([card, all]).when(rest).thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
  });
});

describe('Refunds of a card order', () => {
  const half = refund(14_250, {}, { key: 'half' });
  const captured = [card, all, settled];

  test('are requested, and count as refunded until they fail', () => {
    given(captured)
      .when(half)
      .then([{ type: 'OrderRefunded', data: { outcome: 'requested' } }]);
    given([...captured, half])
      .when(settleRefund(half.actionId))
      .thenOrder({ refunded: 14_250 });
    given([...captured, half])
      .when(failRefund(half.actionId))
      .thenOrder({ refunded: 0 });
    given([...captured, half])
      .when(refund(14_251))
      .thenRejected('REFUND_AMOUNT_GREATER_THAN_CAPTURED');
  });

  test('of an invoice order are settled as they are made', () => {
    given([register(), all])
      .when(half)
      .then([{ type: 'OrderRefunded', data: { outcome: 'settled' } }]);
    given([register(), all, half])
      .when(settleRefund(half.actionId))
      .thenRejected('OUTCOME_REFUND_NOT_REQUESTED');
  });

  test('give their amount, their captures and their rows back when they fail', () => {
    const whole = refund(28_500, {}, { key: 'whole' });
    given([...captured, whole])
      .when(failRefund(whole.actionId))
      .thenOrder({ status: 'Activated' });
    const order = orderOf([...captured, whole, failRefund(whole.actionId)]);
    expect(order.captures.get(all.actionId)?.refunded).toBe(0);
    expect(order.refunds?.made.get(whole.actionId)?.status).toBe('failed');
    expect([...(order.refunds?.returned.values() ?? [])].map(({ quantity }) => quantity)).toEqual([
      ...[0, 0],
    ]);
    given(order).when(refund(28_500)).thenOrder({ status: 'Returned', refunded: 28_500 });
  });

  test('have one outcome', () => {
    const after = [...captured, half, settleRefund(half.actionId)];
    given(after).when(failRefund(half.actionId)).thenRejected('OUTCOME_REFUND_NOT_REQUESTED');
    given(after).when(failRefund('none')).thenRejected('OUTCOME_REFUND_NOT_FOUND');
  });

  test('make a line of a settlement once they are settled, and none if they fail', () => {
    const lines = (outcome: OrderCommand) => {
      const history = historyOf([...captured, half, outcome]);
      return history.map((event, index) =>
        settlementLineOf(fold(history.slice(0, index + 1))!, event),
      );
    };
    const settledLines = lines(settleRefund(half.actionId, { at: expiresAt })).filter(Boolean);
    expect(settledLines).toMatchObject([
      { type: 'Purchase', amount: 28_500 },
      { type: 'Return', amount: -14_250, settledAt: expiresAt, captureId: all.actionId },
    ]);
    expect(lines(failRefund(half.actionId)).filter(Boolean)).toHaveLength(1);
  });

  test('from before they had outcomes are settled', () => {
    const old = historyOf([...captured, half]).map((event) => {
      if (event.type !== 'OrderRefunded') return event;
      return { ...event, data: without(event.data, 'outcome') };
    });
    const order = fold(old)!;
    expect(order.refunds?.made.get(half.actionId)?.status).toBe('settled');
    expect(settlementLineOf(order, old.at(-1)!)).toMatchObject({ type: 'Return', amount: -14_250 });
  });
});

describe('The authorisation of a card order', () => {
  const due = (...commands: OrderCommand[]) => releaseDue(orderOf(commands));
  const settledPart = settle(part.actionId);

  test.each<[string, OrderCommand[], number | undefined]>([
    ['nothing while it is open', [card], undefined],
    ['all of it after a cancellation', [card, cancel()], 28_500],
    ['all of it after the expiry', [card, expire({ at: expiresAt })], 28_500],
    ['the rest of a part capture', [card, part, settledPart, cancel()], 18_500],
    ['nothing while a capture waits for its outcome', [card, part, cancel()], undefined],
    ['the rest once it is settled', [card, part, cancel(), settledPart], 18_500],
    [
      'nothing if that capture failed and can be tried again',
      [card, part, cancel(), fail(part.actionId)],
      undefined,
    ],
    ['nothing after a capture of all', [card, all, settled], undefined],
    [
      'nothing after a final capture',
      [card, capture(10_000, { final: true }, { key: 'f' })],
      undefined,
    ],
    [
      'nothing of a payment without an intent',
      [register({ paymentMethod: 'card' }), cancel()],
      undefined,
    ],
    ['nothing of an invoice', [register(), cancel()], undefined],
    ['nothing of a pending order', [pending], undefined],
  ])('is due to be released: %s', (_what, commands, amount) => {
    const expected = amount === undefined ? undefined : { paymentIntent: demoIntent, amount };
    expect(due(...commands)).toEqual(expected);
  });

  test('needs no release after a capture with which the gateway gave the rest free', () => {
    const released = { ...settledPart, data: { ...settledPart.data, restReleased: true as const } };
    expect(due(card, part, cancel(), released)).toBeUndefined();
  });

  test('is due after a last capture that released nothing', () => {
    const common = { quantity: 1, vatRate: 25 };
    const shoe = item({ ...common, description: 'Shoe', unitPrice: 20_000 });
    const free = item({ ...common, description: 'Gift', unitPrice: 0 });
    const lower = reauthorize(20_000, { items: [shoe, free] });
    const paid = capture(20_000, { items: [shoe] }, { key: 'paid' });
    const gift = capture('remaining', {}, { key: 'gift' });
    const history = [card, lower, paid, settle(paid.actionId), gift];
    expect(due(...history)).toBeUndefined();
    const last = settle(gift.actionId);
    expect(due(...history, last)).toEqual({ paymentIntent: demoIntent, amount: 8_500 });
    given([...history, last])
      .when(release())
      .then([{ type: 'AuthorizationReleased', data: { amount: 8_500 } }]);
    const released = { ...last, data: { ...last.data, restReleased: true as const } };
    expect(due(...history, released)).toBeUndefined();
  });

  test('is released once', () => {
    given([card, cancel()])
      .when(release())
      .then([
        {
          type: 'AuthorizationReleased',
          data: { paymentIntent: demoIntent, amount: 28_500, currency: 'SEK', releasedAt: now },
        },
      ]);
    expect(paymentOf(card, cancel(), release()).status).toBe('released');
    given([card, cancel(), release()]).when(release()).thenRejected('RELEASE_NOT_DUE');
    given([card]).when(release()).thenRejected('RELEASE_NOT_DUE');
    given([card, cancel()]).when(release('pi_other')).thenRejected('PAYMENT_INTENT_MISMATCH');
  });

  test('is given up by a cancellation that names the intent, if the order holds it', () => {
    given([card])
      .when(cancel({ paymentIntent: demoIntent }))
      .thenOrder({ status: 'Closed' });
    given([card])
      .when(cancel({ paymentIntent: 'pi_1' }))
      .thenRejected('PAYMENT_INTENT_MISMATCH');
  });

  test('ends with the last capture: nothing is left and no other one waits', () => {
    expect(isLastCapture(orderOf([card, all]), all.actionId)).toBe(true);
    expect(isLastCapture(orderOf([card, part]), part.actionId)).toBe(false);
    expect(isLastCapture(orderOf([card, part, rest]), rest.actionId)).toBe(false);
    expect(isLastCapture(orderOf([card, part, settledPart, rest]), rest.actionId)).toBe(true);
    expect(isLastCapture(orderOf([card, part, cancel()]), part.actionId)).toBe(true);
    expect(isLastCapture(orderOf([card, part, expire({ at: expiresAt })]), part.actionId)).toBe(
      true,
    );
  });
});

describe('CreateTerminalIntent', () => {
  test('remembers the intent without the order holding it', () => {
    given([pending])
      .when(terminalIntent('pi_1'))
      .then([
        {
          type: 'TerminalIntentCreated',
          data: {
            ...{ paymentIntent: 'pi_1', amount: 28_500, currency: 'SEK', createdAt: now },
            ...{ paymentMethods: ['card_present'], captureMethod: 'manual' },
            metadata: { order_id: demoNumber, order_number: demoNumber },
          },
        },
      ]);
    const payment = paymentOf(pending, terminalIntent('pi_1'), terminalIntent('pi_2'));
    expect(payment).not.toHaveProperty('paymentIntent');
    expect(payment.terminalIntents?.get('pi_2')).toMatchObject({ amount: 28_500 });
    given([pending, terminalIntent('pi_1'), terminalIntent('pi_2')])
      .when(captureTerminal(seen({ paymentIntent: 'pi_1' })))
      .then([{}, { data: { paymentIntent: 'pi_1' } }]);
  });

  test('is answered with the first intent of its key, and with an intent it knows', () => {
    const keyed = terminalIntent('pi_1', { key: 'k' });
    given([pending, keyed])
      .when({ ...keyed, data: { ...keyed.data, paymentIntent: 'pi_2' } })
      .thenReplayed({ revision: 1, paymentIntent: 'pi_1' });
    given([pending, keyed])
      .when(terminalIntent('pi_1'))
      .thenReplayed({ revision: 1, paymentIntent: 'pi_1', isByState: true });
  });

  test('under its key with other names of metadata is another request', () => {
    const keyed = terminalIntent('pi_1', { key: 'k' });
    const named = { ...keyed, data: { ...keyed.data, metadataNames: ['till'] } };
    given([pending, keyed]).when(named).thenRejected('IDEMPOTENCY_KEY_REUSED');
    given([pending, named]).when(named).thenReplayed({ revision: 1, paymentIntent: 'pi_1' });
  });

  test('is refused for an invoice', () => {
    given([register()]).when(terminalIntent('pi_1')).thenRejected('PAYMENT_METHOD_NOT_CARD');
  });
});

describe('CreateCustomer', () => {
  test('links the gateway’s customer, and another only when it is made anew', () => {
    given([pending])
      .when(customer('cus_1'))
      .then([{ data: { customerId: 'cus_1', linkedAt: now } }]);
    given([pending, customer('cus_1')])
      .when(customer('cus_1'))
      .thenReplayed({ revision: 1, isByState: true });
    expect(paymentOf(pending, customer('cus_1'), customer('cus_2')).customerId).toBe('cus_2');
  });

  test.each<[string, OrderCommand[]]>([
    ['completed', [card, all]],
    ['cancelled', [card, cancel()]],
    ['refunded', [card, all, settled, refund(28_500)]],
    ['failed', [pending, authorize({ outcome: 'failed', reason: 'declined' })]],
    ['expired', [card, expire({ at: expiresAt })]],
  ])('is refused for an order that is %s', (_what, before) => {
    given(before).when(customer('cus_1')).thenRejected('CUSTOMER_INVALID_ORDER_STATUS');
  });
});

test('an order that is not there has no payment', () => {
  expect(decide(undefined, release())).toMatchObject({ code: 'ORDER_NOT_FOUND' });
});
