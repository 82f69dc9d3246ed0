import { describe, expect, test } from '@jest/globals';
import { checkGateway, checkUnused } from './check-gateway.js';
import type { ShownIntent } from './check-gateway.js';
import { foldedOn } from './folded-on.js';
import type { FoldedOrder } from './folded-order.js';
import type { LoggedEvent } from './logged-event.js';

const event = (type: string, data: LoggedEvent['data']): LoggedEvent => ({
  ...{ orderId: 'o', revision: 0, position: 0n, id: type, metadata: {} },
  ...{ type, data },
});

const row = { rowId: 'r1', unitPrice: 1, quantity: 1_000 };
const rows = [{ ...row, quantity: 500 }];

const registered = event('OrderRegistered', { paymentMethod: 'card', rows: [row] });
const authorised = event('OrderAuthorized', { amount: 1_000, paymentIntent: 'pi' });
const captured = event('OrderPartCaptured', {
  ...{ captureId: 'c', amount: 500, rows, outcome: 'requested', paymentIntent: 'pi' },
});
const settled = event('CaptureSettled', { captureId: 'c', amount: 500, rows });
const failed = event('CaptureFailed', { captureId: 'c', amount: 500, rows, openCaptures: 0 });
const captures = [{ captureId: 'c', amount: 200 }];
const refund = event('OrderRefunded', {
  ...{ refundId: 'r', amount: 200, captures, outcome: 'requested' },
});
const refundSettled = event('RefundSettled', { refundId: 'r', amount: 200, captures });
const refundFailed = event('RefundFailed', { refundId: 'r', amount: 200, captures });
const cancelled = (openCaptures: number, amount: number): LoggedEvent =>
  event('OrderCancelled', { amount, openCaptures });
const released = (amount: number): LoggedEvent =>
  event('AuthorizationReleased', { paymentIntent: 'pi', amount });

const folded = (events: readonly LoggedEvent[]): FoldedOrder =>
  [authorised, ...events].reduce(foldedOn, foldedOn(undefined, registered));

const untouched: ShownIntent = {
  ...{ id: 'pi', received: 0, refunded: 0, held: 1_000, lastCapture: undefined, refunds: [] },
};
const charged: ShownIntent = { ...untouched, received: 500, held: 500, lastCapture: 'c' };
const refunded: ShownIntent = {
  ...{ ...charged, refunded: 200, refunds: [{ refundId: 'r', amount: 200 }] },
};

const rules = (events: readonly LoggedEvent[], intent: ShownIntent): readonly string[] =>
  checkGateway('o', folded(events), intent).map(({ rule }) => rule);

const ends = 'every capture and refund that was requested ends';
const chargedWhatIsSettled = 'the gateway charged what is settled';
const refundedWhatIsSettled = 'the gateway refunded what is settled';
const refundedOnce = 'each settled refund was made once';
const holdsNothing = 'an order that has ended holds nothing';
const holdsRest = 'an open order holds what is left of it';

interface Case {
  readonly events: readonly LoggedEvent[];
  readonly intent: ShownIntent;
  readonly broken: readonly string[];
}

describe('the oracle of the gateway', () => {
  test.each([
    ['an order that nobody captured', [], untouched],
    ['a settled capture', [captured, settled], charged],
    ['a failed capture', [captured, failed], untouched],
    ['a settled refund', [captured, settled, refund, refundSettled], refunded],
    ['a failed refund', [captured, settled, refund, refundFailed], charged],
    ['a release', [captured, settled, cancelled(1, 500), released(500)], { ...charged, held: 0 }],
  ] as const)('is content with %s', (_case, events, intent) => {
    expect(rules(events, intent)).toEqual([]);
  });

  const findings: readonly (readonly [string, Case])[] = [
    [
      'a doubled charge',
      {
        events: [captured, settled],
        intent: { ...charged, received: 1_000, held: 0 },
        broken: [chargedWhatIsSettled, holdsRest],
      },
    ],
    [
      'the charge of a capture that failed',
      {
        events: [captured, failed],
        intent: { ...charged, held: 1_000 },
        broken: [chargedWhatIsSettled, 'no failed capture is charged'],
      },
    ],
    [
      'a capture that is settled without a charge',
      { events: [captured, settled], intent: untouched, broken: [chargedWhatIsSettled] },
    ],
    ['a capture without an outcome', { events: [captured], intent: untouched, broken: [ends] }],
    [
      'a refund without an outcome',
      { events: [captured, settled, refund], intent: charged, broken: [ends] },
    ],
    [
      'a refund that was made twice',
      {
        events: [captured, settled, refund, refundSettled],
        intent: { ...refunded, refunded: 400, refunds: [...refunded.refunds, ...refunded.refunds] },
        broken: [refundedWhatIsSettled, refundedOnce],
      },
    ],
    [
      'a refund that was made for another one',
      {
        events: [captured, settled, refund, refundSettled],
        intent: { ...refunded, refunds: [{ refundId: 'other', amount: 200 }] },
        broken: [refundedOnce],
      },
    ],
    [
      'a refund that is settled and was not made',
      {
        events: [captured, settled, refund, refundSettled],
        intent: charged,
        broken: [refundedWhatIsSettled, refundedOnce],
      },
    ],
    [
      'a release that is not made',
      { events: [cancelled(0, 1_000)], intent: untouched, broken: [ends, holdsNothing] },
    ],
    [
      'a release that is recorded and was not made',
      {
        events: [cancelled(0, 1_000), released(1_000)],
        intent: untouched,
        broken: [holdsNothing],
      },
    ],
    [
      'a release of what can still be captured',
      { events: [], intent: { ...untouched, held: 0 }, broken: [holdsRest] },
    ],
  ];

  test.each(findings)('finds %s', (_case, { events, intent, broken }) => {
    expect(rules(events, intent)).toEqual(broken);
  });

  test('finds an intent that the gateway does not have', () => {
    expect(checkGateway('o', folded([]), undefined)).toHaveLength(1);
  });

  test('finds a charge that no order asked for', () => {
    expect(checkUnused(new Set(['pi']), [charged, { ...untouched, id: 'other' }])).toEqual([]);
    expect(checkUnused(new Set(), [charged])).toHaveLength(1);
  });
});

describe('the fold of the oracle', () => {
  test.each([
    ['a second outcome of a capture', [captured, settled, failed]],
    ['an outcome that nobody asked for', [settled]],
    [
      'an outcome of another amount',
      [captured, event('CaptureSettled', { ...settled.data, amount: 1 })],
    ],
    ['a second outcome of a refund', [captured, settled, refund, refundSettled, refundFailed]],
    ['a refund of a capture that is not settled', [captured, refund]],
    ['a release while a capture waits', [captured, cancelled(1, 500), released(1_000)]],
    ['a release of an open order', [released(1_000)]],
    ['a second release', [cancelled(0, 1_000), released(1_000), released(1_000)]],
    [
      'a capture through another intent',
      [event(captured.type, { ...captured.data, paymentIntent: 'pi_2' })],
    ],
    [
      'a capture of a card order that is settled as it is made',
      [event(captured.type, { ...captured.data, outcome: 'settled' })],
    ],
  ])('does not take %s', (_case, events) => {
    expect(() => folded(events)).toThrow();
  });

  test('gives the rows of a failed capture back', () => {
    const order = folded([captured, failed]);
    expect(order).toMatchObject({ status: 'NotActivated', requested: 0, captured: 0 });
    expect(order.rows).toEqual([{ ...row, left: 1_000 }]);
  });
});
