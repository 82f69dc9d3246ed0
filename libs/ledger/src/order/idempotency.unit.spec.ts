import { describe, expect, test } from '@jest/globals';
import { actionIdOf } from '../identity/ids.js';
import type { RequestedAmount } from '../money/amount.js';
import {
  capture,
  captureAuthorization,
  captureTerminal,
  customer,
  demoIntent,
  demoOrderId,
  expiresAt,
  given,
  item,
  major,
  minor,
  orderOf,
  reauthorize,
  recorded,
  refund,
  register,
  registerCard,
  seen,
  shoes,
  tShirts,
} from '../testing/index.js';
import { decide } from './decide.js';
import type { Accepted } from './decision.js';
import { evolve } from './evolve.js';
import { actionOf, answerTo } from './idempotency.js';
import type { OrderCommand, PaymentIntentSeen, RequestCapture } from './order-commands.js';

const key = '7d3f2c52-9be5-4a0e-8e0b-0d9d1f0a2b11';
const keyed = (
  amount: number | RequestedAmount,
  content: Partial<RequestCapture['data']> = {},
): RequestCapture => capture(amount, content, { key });

const captureId = actionIdOf(demoOrderId, 'capture', key);

describe('An idempotency key', () => {
  test('is answered again for the same request, and has one effect', () => {
    given([register(), keyed(9_500), capture(100)])
      .when(keyed(9_500))
      .thenReplayed({ revision: 2, captureId });
  });

  test('is remembered with what it was answered', () => {
    const order = orderOf([register(), keyed(9_500), capture(100)]);
    expect(answerTo(order, 'capture', key)).toMatchObject({ revision: 2, captureId });
    expect(answerTo(order, 'register', key)).toBeUndefined();
  });

  test('is answered again though the order could not be captured any more', () => {
    given([register(), keyed(28_500)])
      .when(keyed(28_500))
      .thenReplayed({ revision: 2, captureId });
    given([register(), keyed(28_500)])
      .when({ ...keyed(28_500), at: expiresAt })
      .thenReplayed({ revision: 2, captureId });
  });

  test('is answered again with the correlation id of the first request', () => {
    const order = orderOf([register()]);
    const accepted = decide(order, keyed(9_500)) as Accepted;
    const cause = { ...accepted.cause, correlationId: 'request-1' };
    const after = recorded({ ...accepted, cause }).reduce(evolve, order);
    given(after)
      .when(keyed(9_500))
      .thenReplayed({ revision: 2, captureId, correlationId: 'request-1' });
  });

  test('that reads "undefined" is no key of requests without one', () => {
    given([register(), capture(9_500, {}, { key: 'undefined' })])
      .when(capture(9_500))
      .then([{ type: 'OrderPartCaptured' }]);
  });

  test('is remembered by an action name of its own for each command, which has no blank', () => {
    const names = Object.values(actionOf);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is of one kind of action', () => {
    given([register({}, { key })])
      .when(keyed(28_500))
      .then([{ type: 'OrderCaptured' }]);
  });

  test('is not used up by a request that was refused', () => {
    given([register()]).when(keyed(99_999)).thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
    given([register()])
      .when(keyed(28_500))
      .then([{ type: 'OrderCaptured', data: { captureId } }]);
  });
});

const items = [item(shoes), item(tShirts)];
const described = { items, description: 'Capture', reference: 'ship-1' };

describe('The same request', () => {
  test.each([
    ['28500 minor units', keyed(minor(28_500), described)],
    ['285', keyed(major('285'), described)],
    ['285.0', keyed(major('285.0'), described)],
    ['2.85e2', keyed(major('2.85e2'), described)],
    ['its own currency named', keyed(28_500, { ...described, currency: 'SEK' })],
    ['a blank description', keyed(28_500, { ...described, description: '  ' })],
    ['no description', keyed(28_500, { items, reference: 'ship-1' })],
    [
      'a price in major units',
      keyed(28_500, {
        ...described,
        items: [item(shoes, { unitPrice: major('95.00') }), item(tShirts)],
      }),
    ],
    ['another time', { ...keyed(28_500, described), at: '2026-11-21T00:00:00.000Z' }],
  ])('is recognised with %s', (_spelling, command) => {
    given([register(), keyed(28_500, described)])
      .when(command)
      .thenReplayed({ revision: 2, captureId });
  });
});

describe('Another request under the key', () => {
  test('is one in which items taken as they are have no VAT, said or not', () => {
    const unsaid = { articleNumber: 'a', unitPrice: minor(28_500), quantity: 1 };
    const replacing = (one: typeof unsaid & { vatRate?: number }) =>
      keyed(28_500, { items: [one], replaceItems: true });
    given([register(), replacing(unsaid)])
      .when(replacing({ ...unsaid, vatRate: 0 }))
      .thenReplayed({ revision: 2, captureId });
    given([register(), replacing(unsaid)])
      .when(replacing({ ...unsaid, vatRate: 25 }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });

  test.each([
    ['amount', keyed(28_501, described)],
    ['description', keyed(28_500, { ...described, description: 'Parcel' })],
    ['reference', keyed(28_500, { ...described, reference: 'ship-2' })],
    ['currency', keyed(28_500, { ...described, currency: 'EUR' })],
    ['mode', keyed(28_500, { ...described, replaceItems: true })],
    ['items', keyed(28_500, { ...described, items: [] })],
    ['quantity', keyed(28_500, { ...described, items: [item(shoes, { quantity: 2 })] })],
    ['VAT', keyed(28_500, { ...described, items: [item(shoes, { vatRate: 12 }), items[1]!] })],
    ['order of items', keyed(28_500, { ...described, items: items.toReversed() })],
    ['amount, beyond every limit', keyed(major('1e308'), described)],
    ['amount, not a number that JSON can say', keyed(minor(Infinity), described)],
    ['amount, with too many decimals', keyed(major('285.001'), described)],
  ])('is refused: other %s', (_what, command) => {
    given([register(), keyed(28_500, described)])
      .when(command)
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('A keyed refund', () => {
  const before = [register(), capture(28_500)];
  const unsaid = item(shoes, { vatRate: undefined });
  const refunded = refund(9_500, { items: [unsaid] }, { key });

  test('is recognised with the default description', () => {
    given([...before, refund(9_500, {}, { key })])
      .when(refund(9_500, { description: 'Refund' }, { key }))
      .thenReplayed({ revision: 3 });
  });

  test('is another request if its item says a VAT rate: without one it matches any', () => {
    given([...before, refunded])
      .when(refund(9_500, { items: [{ ...unsaid, vatRate: 0 }] }, { key }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('A keyed reauthorisation', () => {
  const unsaid = item(shoes, { vatRate: undefined });
  const authorized = reauthorize(9_500, { items: [unsaid] }, { key });

  test('is recognised with a VAT rate of 0, which its items have unless they say another', () => {
    given([register(), authorized])
      .when(reauthorize(9_500, { items: [{ ...unsaid, vatRate: 0 }] }, { key }))
      .thenReplayed({ revision: 2 });
  });
});

test('A keyed customer is recognised, although the gateway has made another one for the repeat', () => {
  given([registerCard(), customer('cus_1', { key })])
    .when(customer('cus_2', { key }))
    .thenReplayed({ revision: 2 });
});

describe('A keyed capture of a card payment', () => {
  const pending = registerCard({ authorization: { status: 'pending' } });
  const tap = captureTerminal(seen(), { key });
  const card = registerCard();
  const unseen = { paymentIntent: demoIntent, status: 'succeeded' };
  const partOf = (amount: RequestedAmount, intent: PaymentIntentSeen = seen()) =>
    captureAuthorization({ ...intent, amount }, { key });
  const part = partOf(minor(9_500));
  const all = captureAuthorization(seen(), { key });
  const other = seen({ paymentIntent: 'pi_2' });

  test.each<[string, OrderCommand[], OrderCommand]>([
    [
      'a terminal, in another state, with no reference',
      [pending, tap],
      captureTerminal(unseen, { key }),
    ],
    ['a part, in another state, with no reference', [card, part], partOf(minor(9_500), unseen)],
    ['a part in major units', [card, part], partOf(major('95.0'))],
  ])('is recognised: %s', (_what, before, command) => {
    given(before)
      .when(command)
      .thenReplayed({ revision: 2, captureId: before.at(-1)!.actionId });
  });

  test.each<[string, OrderCommand[], OrderCommand]>([
    ['intent of a terminal', [pending, tap], captureTerminal(other, { key })],
    ['intent of a part', [card, part], partOf(minor(9_500), other)],
    ['amount', [card, part], partOf(minor(9_501))],
    ['wish, all', [card, part], all],
    ['wish, a part', [card, all], part],
  ])('is refused with another %s', (_what, before, command) => {
    given(before).when(command).thenRejected('IDEMPOTENCY_KEY_REUSED');
  });
});
