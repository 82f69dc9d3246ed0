import { describe, expect, test } from '@jest/globals';
import {
  authorize,
  cancel,
  capture,
  captureAuthorization,
  captureTerminal,
  customer,
  demoIntent,
  expire,
  expiresAt,
  fail,
  given,
  historyOf,
  orderOf,
  reauthorize,
  register,
  registerCard,
  release,
  seen,
  settle,
  terminalIntent,
} from '../../testing/index.js';
import { fold } from '../evolve.js';
import { InvariantViolated } from '../invariants.js';
import type { OrderCommand } from '../order-commands.js';
import type { RecordedOrderEvent } from '../order-events.js';
import { refusalBeforeIntent } from './capture-through-intent.js';

const pending = registerCard({ authorization: { status: 'pending' } });
const card = registerCard();
const all = capture('remaining', {}, { key: 'all' });
const part = capture(10_000, {}, { key: 'part' });
const rest = capture('remaining', {}, { key: 'rest' });

const paymentOf = (...commands: OrderCommand[]) => orderOf(commands).payment;
const withData = <Command extends OrderCommand>(
  command: Command,
  data: Partial<Command['data']>,
): Command => ({ ...command, data: { ...command.data, ...data } });

const violated = (history: readonly RecordedOrderEvent[]): string | undefined => {
  try {
    fold(history);
    return undefined;
  } catch (error) {
    if (error instanceof InvariantViolated) return error.invariant;
    throw error;
  }
};

/**
 * The history that these commands make, except that the data of its last event are replaced by
 * `data`.
 */
const forged = (commands: readonly OrderCommand[], data: object): RecordedOrderEvent[] => {
  const history = historyOf(commands);
  const last = history.pop();
  return [...history, { ...last, data: { ...last?.data, ...data } } as RecordedOrderEvent];
};

describe('The payment of an order', () => {
  test('remembers the offline method that the customer chose, and no other has one', () => {
    const byTransfer = authorize({ outcome: 'authorized', offlineMethod: 'bacs' });
    expect(paymentOf(pending, byTransfer)).toEqual({
      ...{ method: 'card', status: 'authorized', authorized: 28_500, offlineMethod: 'bacs' },
    });
    const paid = authorize({ outcome: 'authorized', paymentIntent: demoIntent });
    expect(Object.keys(paymentOf(pending, paid))).not.toContain('offlineMethod');
  });

  test('is authorised again when a capture settles after another one found that it had lapsed', () => {
    const lapsed = withData(fail(part.actionId), { authorizationLapsed: true });
    const history = [card, part, rest, lapsed];
    expect(paymentOf(...history).status).toBe('lapsed');
    expect(paymentOf(...history, settle(rest.actionId)).status).toBe('authorized');
    given([...history, settle(rest.actionId)])
      .when(capture('remaining'))
      .then([{ type: 'OrderCaptured' }]);
  });

  test('keeps the rest of a cancelled order given up until a settled capture released it', () => {
    const given = [card, part, cancel()];
    expect(paymentOf(...given).isRestGivenUp).toBe(true);
    expect(paymentOf(...given, settle(part.actionId)).isRestGivenUp).toBe(true);
    const released = withData(settle(part.actionId), { restReleased: true });
    expect(paymentOf(...given, released)).not.toHaveProperty('isRestGivenUp');
  });

  test('gives up no rest with a final capture, which releases it, nor that of an invoice', () => {
    const final = capture(10_000, { final: true }, { key: 'final' });
    expect(paymentOf(card, final)).not.toHaveProperty('isRestGivenUp');
    expect(paymentOf(register(), cancel())).not.toHaveProperty('isRestGivenUp');
    expect(paymentOf(register(), expire({ at: expiresAt }))).not.toHaveProperty('isRestGivenUp');
  });

  test('is not touched by changes of the rows', () => {
    expect(paymentOf(card, reauthorize(5_000))).toEqual(paymentOf(card));
  });
});

describe('A log is refused', () => {
  test('that captures an invoice through a payment intent', () => {
    expect(violated(forged([register(), all], {}))).toBeUndefined();
    expect(violated(forged([register(), all], { paymentIntent: 'pi_1' }))).toBe('I5');
  });

  test('that captures through another intent than the order holds', () => {
    expect(violated(forged([card, part], { paymentIntent: demoIntent }))).toBeUndefined();
    expect(violated(forged([card, part], { paymentIntent: 'pi_2' }))).toBe('I5');
  });

  test('that releases what is not due, more or less of it, or of another intent', () => {
    const released = [card, cancel(), release()];
    const [event] = historyOf(released).slice(-1);
    if (event === undefined) throw new Error('No event');
    expect(violated(historyOf(released))).toBeUndefined();
    expect(violated([...historyOf(released), event])).toBe('I5');
    expect(violated([...historyOf([card]), event])).toBe('I5');
    expect(violated(forged(released, { amount: 28_499 }))).toBe('I5');
    expect(violated(forged(released, { amount: 28_501 }))).toBe('I5');
    expect(violated(forged(released, { paymentIntent: 'pi_2' }))).toBe('I5');
  });

  test('that makes a terminal intent twice', () => {
    const made = historyOf([pending, terminalIntent('pi_1')]);
    expect(violated(made)).toBeUndefined();
    expect(violated([...made, ...made.slice(-1)])).toBe('I4');
  });
});

describe('A capture through an intent', () => {
  test.each(['requires_capture', 'processing', 'succeeded'])(
    'is made of an intent that is %s',
    (status) => {
      given([card])
        .when(captureAuthorization(seen({ status })))
        .then([{ type: 'OrderCaptured' }]);
    },
  );

  test('has the description and the reference of the request', () => {
    const texts = { description: 'Parcel', reference: 'ship-1' };
    given([card])
      .when(captureAuthorization({ ...seen(), ...texts }))
      .then([{ data: texts }]);
    const [event] = historyOf([card, captureAuthorization(seen())]).slice(-1);
    expect(event?.data).not.toHaveProperty('reference');
  });

  test('is refused for an order whose authorisation was released, through any intent', () => {
    const released = [card, part, settle(part.actionId), cancel(), release()];
    given(released).when(captureTerminal(seen())).thenRejected('PAYMENT_ALREADY_PROCESSED');
  });

  test.each<[string, OrderCommand[], string | undefined]>([
    ['an order that allows it', [card], undefined],
    ['an invoice', [register()], 'PAYMENT_METHOD_NOT_CARD'],
    ['a cancelled order', [card, cancel()], 'PAYMENT_ALREADY_PROCESSED'],
  ])('is refused before the intent is read, or not: %s', (_what, before, code) => {
    expect(refusalBeforeIntent(orderOf(before), captureTerminal(seen()))?.code).toBe(code);
  });
});

test('A terminal intent has the gateway’s customer where the request names one', () => {
  const [named, unnamed] = [{ customerId: 'cus_1' }, {}].map(
    (data) => historyOf([pending, withData(terminalIntent('pi_1'), data)]).at(-1)?.data,
  );
  expect(named).toHaveProperty('customerId', 'cus_1');
  expect(unnamed).not.toHaveProperty('customerId');
});

test('A customer is linked to an order that is captured in part', () => {
  given([card, part])
    .when(customer('cus_1'))
    .then([{ type: 'CustomerLinked' }]);
});
