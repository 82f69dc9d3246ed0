import { describe, expect, test } from '@jest/globals';
import { fromGatewayAmount, toGatewayAmount } from './gateway-terms.js';
import type { CallOutcome } from './gateway-calls.js';
import type { CaptureRequest, PaymentIntent } from './model.js';
import { done, refused, unknown, type Outcome } from './outcome.js';
import { performCapture } from './perform-capture.js';
import { performRelease } from './perform-release.js';

const request: CaptureRequest = {
  ...{ captureId: 'c-1', orderId: 'o-1', intentId: 'pi_1', amount: 300, currency: 'SEK' },
  ...{ capturedBefore: 100, isFinal: false },
};

const intent = (captured: number, currency = 'SEK'): PaymentIntent => ({
  ...{ id: 'pi_1', status: 'requires_capture', currency, amount: 1_000 },
  ...{ capturable: 1_000 - captured, captured, metadata: {} },
});

const refusal = (code: string, status = 400) => refused({ status, code, message: 'No.' });
const kept = { ...unknown('gateway-error', 'Failed.'), isFinal: true };
const notKept = unknown('gateway-error', 'Failed.');
const lost = unknown('connection', 'Lost.');

const shownOf = (outcome: Outcome<PaymentIntent>): string => {
  if (outcome.kind === 'done') return 'done';
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.doubt.reason;
};

/** Performs the capture. Each time the intent is read, the read returns the next one of `reads`. */
const perform = async (
  reads: readonly Outcome<PaymentIntent>[],
  answer: CallOutcome<PaymentIntent>,
): Promise<{ outcome: Outcome<PaymentIntent>; captures: number; left: number }> => {
  const left = [...reads];
  let captures = 0;
  const outcome = await performCapture(request, {
    read: async () => Promise.resolve(left.shift() ?? lost),
    capture: async () => {
      captures += 1;
      return Promise.resolve(answer);
    },
  });
  return { outcome, captures, left: left.length };
};

describe('a capture', () => {
  test.each([
    ['that is canceled', done({ ...intent(100), status: 'canceled' as const }), lost],
    [
      'that was captured by hand and is over',
      done({ ...intent(250), status: 'succeeded' as const }),
      lost,
    ],
    ['whose authorisation ran out', done(intent(100)), refusal('charge_expired_for_capture')],
  ] as const)('of an intent %s marks it as lapsed', async (_, read, answer) => {
    const { outcome } = await perform([read], answer);
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { isLapsed: true } });
  });

  type Case = readonly [
    string,
    readonly Outcome<PaymentIntent>[],
    CallOutcome<PaymentIntent>,
    string,
    number,
  ];
  const cases: readonly Case[] = [
    ['is made', [done(intent(100))], done(intent(400)), 'done', 1],
    ['that is there already is not made', [done(intent(400))], lost, 'done', 0],
    ['of an intent that cannot be read waits', [lost], lost, 'connection', 0],
    [
      'of an unknown intent is refused',
      [refusal('resource_missing', 404)],
      lost,
      'resource_missing',
      0,
    ],
    ['that fits no amount waits', [done(intent(250))], lost, 'contradiction', 0],
    [
      'that left its id is there, whatever was captured by hand',
      [done({ ...intent(450), metadata: { ledger_capture: 'c-1' } })],
      lost,
      'done',
      0,
    ],
    [
      'of an intent that is over and has received more was made: its money is there',
      [done({ ...intent(450), status: 'succeeded' as const })],
      lost,
      'done',
      0,
    ],
    [
      'of an intent that another order captures waits',
      [done({ ...intent(400), metadata: { ledger_order: 'o-2' } })],
      lost,
      'contradiction',
      0,
    ],
    [
      'of an intent that another order has captured is what its own key says: refused',
      Array(2).fill(
        done({ ...intent(400), status: 'succeeded' as const, metadata: { ledger_order: 'o-2' } }),
      ),
      refusal('payment_intent_unexpected_state'),
      'payment_intent_unexpected_state',
      1,
    ],
    [
      'of an intent that another order has captured is what its own key says: made',
      [done({ ...intent(400), status: 'succeeded' as const, metadata: { ledger_order: 'o-2' } })],
      done(intent(400)),
      'done',
      1,
    ],
    [
      'of an intent that is being processed waits, and is not sent',
      [done({ ...intent(100), status: 'processing' as const })],
      refusal('payment_intent_unexpected_state'),
      'pending',
      0,
    ],
    [
      'of an intent that was made for another order is refused, and takes nothing of it',
      [done({ ...intent(100), metadata: { ledger_order: 'o-2' } })],
      lost,
      'intent_of_other_order',
      0,
    ],
    ['in another currency is refused', [done(intent(100, 'EUR'))], lost, 'currency_mismatch', 0],
    [
      'whose intent may not be read waits: an earlier attempt may have made it',
      [refusal('parameter_unknown')],
      lost,
      'contradiction',
      0,
    ],
    [
      'that is found after a refusal without a code was made',
      [done(intent(100)), done(intent(400))],
      refusal('refused'),
      'done',
      1,
    ],
    ['whose answer is lost waits', [done(intent(100))], lost, 'connection', 1],
    [
      'that is declined is refused',
      [done(intent(100))],
      refusal('card_declined', 402),
      'card_declined',
      1,
    ],
    [
      'that another made first is found',
      [done(intent(100)), done(intent(400))],
      refusal('payment_intent_unexpected_state'),
      'done',
      1,
    ],
    [
      'of a canceled intent is refused',
      [done(intent(100)), done(intent(100))],
      refusal('payment_intent_unexpected_state'),
      'payment_intent_unexpected_state',
      1,
    ],
    [
      'is found after a failure that is kept',
      [done(intent(100)), done(intent(400))],
      kept,
      'done',
      1,
    ],
    [
      'is refused after a failure that is kept and had no effect',
      [done(intent(100)), done(intent(100))],
      kept,
      'gateway_error',
      1,
    ],
    ['is found after any failure', [done(intent(100)), done(intent(400))], notKept, 'done', 1],
    [
      'waits after a failure that is not kept',
      [done(intent(100)), done(intent(100))],
      notKept,
      'gateway-error',
      1,
    ],
    [
      'waits after a failure while nothing can be read',
      [done(intent(100)), lost],
      kept,
      'connection',
      1,
    ],
    [
      'waits while its key is at work',
      [done(intent(100))],
      unknown('key-in-use', 'Busy.'),
      'key-in-use',
      1,
    ],
  ];

  test.each(cases.map(([name, ...rest]) => [name, rest] as const))('%s', async (_, row) => {
    const [reads, answer, expected, captures] = row;
    const result = await perform([...reads], answer);
    const { outcome } = result;
    expect([shownOf(outcome), result.captures, result.left]).toEqual([expected, captures, 0]);
  });

  test('of nothing is done without a call', async () => {
    const outcome = await performCapture(
      { ...request, amount: 0 },
      {
        read: async () => Promise.resolve(done(intent(100))),
        capture: async () => Promise.resolve(lost),
      },
    );
    expect(outcome.kind).toBe('done');
  });

  test('that the gateway cannot express is refused', async () => {
    const ariary = { ...request, amount: 150, currency: 'MGA' };
    const calls = {
      read: async () => Promise.resolve(lost),
      capture: async () => Promise.resolve(lost),
    };
    expect(await performCapture(ariary, calls)).toMatchObject({
      refusal: { code: 'amount_not_expressible' },
    });
  });
});

describe('a capture whose key was used with other parameters', () => {
  const other = unknown('key-used-otherwise', 'Other parameters.');

  test.each([
    ['is what the first request was answered', kept, ['gateway_error', [false, true]]],
    ['waits while that is at work', unknown('key-in-use', 'Busy.'), ['key-in-use', [false, true]]],
    ['waits if neither is the first', other, ['key-used-otherwise', [false, true]]],
  ] as const)('%s', async (_, first, expected) => {
    const sent: boolean[] = [];
    const outcome = await performCapture(request, {
      read: async () => Promise.resolve(done(intent(100))),
      capture: async (_amount, isFinal) => {
        sent.push(isFinal);
        return Promise.resolve(isFinal ? first : other);
      },
    });
    expect([shownOf(outcome), sent]).toEqual(expected);
  });
});

describe('a release', () => {
  const over = { ...intent(400), status: 'canceled' as const };

  type Case = readonly [
    string,
    readonly Outcome<PaymentIntent>[],
    CallOutcome<PaymentIntent>,
    string,
  ];
  const cases: readonly Case[] = [
    ['is made', [done(intent(100))], done(over), 'done'],
    ['of an intent that is over is done', [done(over)], lost, 'done'],
    ['whose answer is lost is found', [done(intent(100)), done(over)], lost, 'done'],
    ['that is not found waits', [done(intent(100)), done(intent(100))], lost, 'unknown'],
    ['that cannot be read waits', [lost], lost, 'unknown'],
  ];

  test.each(cases.map(([name, ...rest]) => [name, rest] as const))('%s', async (_, row) => {
    const [reads, answer, kind] = row;
    const left = [...reads];
    const outcome = await performRelease(request, {
      read: async () => Promise.resolve(left.shift() ?? lost),
      cancel: async () => Promise.resolve(answer),
    });
    expect(outcome.kind).toBe(kind);
  });

  test('of an intent that was made for another order leaves it as it is', async () => {
    let cancels = 0;
    const read = done({ ...intent(0), metadata: { ledger_order: 'o-2' } });
    const outcome = await performRelease(request, {
      read: async () => Promise.resolve(read),
      cancel: async () => {
        cancels += 1;
        return Promise.resolve(done(over));
      },
    });
    expect({ kind: outcome.kind, cancels }).toEqual({ kind: 'done', cancels: 0 });
  });
});

describe('amounts', () => {
  test.each([
    ['SEK', 28_500, 28_500],
    ['JPY', 500, 500],
    ['ISK', 500, 50_000],
    ['UGX', 500, 50_000],
    ['MGA', 500, 5],
    ['MGA', 501, undefined],
  ])('in %s: %s is %s', (currency, amount, converted) => {
    expect(toGatewayAmount(amount, currency)).toBe(converted);
    if (converted !== undefined) expect(fromGatewayAmount(converted, currency)).toBe(amount);
  });
});
