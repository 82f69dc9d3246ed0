import { describe, test } from '@jest/globals';
import { cancel, capture, expire, expiresAt, fail, given, item } from '../../testing/index.js';
import { now, orderOf, refund, register, settle, shoes } from '../../testing/index.js';

const card = register({ paymentMethod: 'card' });
const shoesRequested = capture(9_500, { items: [item(shoes)] }, { key: 'shoes' });
const allRequested = capture(28_500, {}, { key: 'all' });
const partRequested = capture(10_000, {}, { key: 'part' });

describe('SettleCapture', () => {
  test('says what was captured, so that it can be read alone', () => {
    given([card, shoesRequested])
      .when(settle(shoesRequested.actionId))
      .then([
        {
          type: 'CaptureSettled',
          data: {
            captureId: shoesRequested.actionId,
            amount: 9_500,
            currency: 'SEK',
            rows: [{ rowId: 'r1', quantity: 1, vatRate: 25 }],
            description: 'Capture',
            capturedAt: now,
            settledAt: now,
          },
        },
      ]);
  });

  test('repeats the reference of the capture', () => {
    const named = capture(9_500, { items: [item(shoes)], reference: 'ship-1' }, { key: 'shoes' });
    given([card, named])
      .when(settle(named.actionId))
      .then([{ type: 'CaptureSettled', data: { reference: 'ship-1' } }]);
  });

  test('turns what is requested into what is captured', () => {
    given([card, shoesRequested])
      .when(settle(shoesRequested.actionId))
      .thenOrder({ status: 'PartActivated', requested: 0, captured: 9_500, remaining: 19_000 });
  });

  test('makes a capture that can be refunded', () => {
    given([card, allRequested])
      .when(refund(100))
      .thenRejected('REFUND_AMOUNT_GREATER_THAN_CAPTURED');
    given([card, allRequested, settle(allRequested.actionId)])
      .when(refund(28_500))
      .thenOrder({ status: 'Returned' });
  });
});

describe('FailCapture', () => {
  test('gives the amount back to the order, with its rows', () => {
    given([card, allRequested])
      .when(fail(allRequested.actionId))
      .thenOrder({
        status: 'NotActivated',
        requested: 0,
        remaining: 28_500,
        rows: [
          { rowId: 'r1', remainingQuantity: 1 },
          { rowId: 'r2', remainingQuantity: 2 },
        ],
      });
  });

  test('gives a replaced amount back as the row it was captured as', () => {
    given([card, partRequested])
      .when(fail(partRequested.actionId))
      .thenOrder({
        remaining: 28_500,
        rows: [
          { articleNumber: 'remainder', unitPrice: 18_500, remainingQuantity: 1 },
          { articleNumber: 'capture', unitPrice: 10_000, remainingQuantity: 1 },
        ],
      });
  });

  test('leaves an order part captured that has another capture', () => {
    given([card, shoesRequested, capture(19_000), fail(shoesRequested.actionId)])
      .when(settle('none'))
      .thenRejected('OUTCOME_CAPTURE_NOT_FOUND');
    given([card, shoesRequested, capture(19_000)])
      .when(fail(shoesRequested.actionId))
      .thenOrder({ status: 'PartActivated', requested: 19_000, remaining: 9_500 });
  });

  test('opens an order again whose rest was cancelled, but not one that has expired', () => {
    given([card, shoesRequested, cancel()])
      .when(fail(shoesRequested.actionId))
      .thenOrder({ status: 'NotActivated', cancelled: 19_000, remaining: 9_500 });
    given([card, shoesRequested, expire({ at: expiresAt })])
      .when(fail(shoesRequested.actionId))
      .thenOrder({ status: 'Expired', remaining: 28_500 });
  });
});

describe('The outcome of a capture', () => {
  test.each([
    ['settled', settle],
    ['failed', fail],
  ])('is told once: it is %s already', (_status, outcome) => {
    const before = [card, shoesRequested, outcome(shoesRequested.actionId)];
    given(before)
      .when(settle(shoesRequested.actionId))
      .thenRejected('OUTCOME_CAPTURE_NOT_REQUESTED');
    given(before).when(fail(shoesRequested.actionId)).thenRejected('OUTCOME_CAPTURE_NOT_REQUESTED');
  });

  test('is none of an invoice, which is settled at once', () => {
    given([register(), shoesRequested])
      .when(fail(shoesRequested.actionId))
      .thenRejected('OUTCOME_CAPTURE_NOT_REQUESTED');
  });

  test('of rows without a price may come after everything else was given back', () => {
    const free = { ...shoes, articleNumber: 'gift', unitPrice: 0 };
    const gift = capture(0, { items: [item(free)] }, { key: 'gift' });
    const before = [
      register({ paymentMethod: 'card', rows: [shoes, free] }),
      ...[shoesRequested, gift, settle(shoesRequested.actionId), refund(9_500)],
    ];
    given(before).when(settle(gift.actionId)).thenOrder({ status: 'Returned', captured: 9_500 });
    given(before).when(fail(gift.actionId)).thenOrder({ status: 'PartActivated', remaining: 0 });
  });

  test('may come again under its key', () => {
    const settled = settle(shoesRequested.actionId, { key: 'gateway-event-1' });
    given(orderOf([card, shoesRequested, settled]))
      .when(settled)
      .thenReplayed({ revision: 3 });
  });
});
