import { describe, expect, test } from '@jest/globals';
import { approve, cancel, capture, expire, expiresAt, given } from '../../testing/index.js';
import { item, major, now, orderOf, reauthorize, register } from '../../testing/index.js';
import { rejectReauthorization, shoes, tShirts } from '../../testing/index.js';
import type { OrderCommand } from '../order-commands.js';
import type { OrderEvent } from '../order-events.js';

const oneShoe = capture(9_500, { items: [item(shoes)] });
const hat = { ...shoes, articleNumber: '10003', description: 'Hat', unitPrice: 5_000 };
const more = reauthorize(30_000, {}, { key: 'more' });
const card = register({ paymentMethod: 'card' });
const due = expire({ at: expiresAt });

describe('ReauthorizeOrder of no more than is left', () => {
  test('replaces the uncaptured rows and leaves the captured ones', () => {
    given([register(), oneShoe])
      .when(reauthorize(5_000, { items: [item(hat)], reference: 'swap' }))
      .then([
        {
          type: 'OrderReauthorized',
          data: {
            amount: 5_000,
            currency: 'SEK',
            rows: [{ rowId: 'r3', articleNumber: '10003', unitPrice: 5_000, quantity: 1 }],
            openCaptures: 1,
            reference: 'swap',
            reauthorizedAt: now,
          },
        },
      ]);
    given([register(), oneShoe])
      .when(reauthorize(5_000, { items: [item(hat)] }))
      .thenOrder({
        status: 'PartActivated',
        total: 14_500,
        captured: 9_500,
        remaining: 5_000,
        rows: [
          { rowId: 'r1', remainingQuantity: 0 },
          { rowId: 'r3', remainingQuantity: 1 },
        ],
      });
  });

  test('by a lower amount leaves one row for it', () => {
    given([register()])
      .when(reauthorize(10_000))
      .thenOrder({
        status: 'NotActivated',
        total: 10_000,
        rows: [{ articleNumber: 'remainder', unitPrice: 10_000, vatRate: 25 }],
      });
  });

  test('by the same amount keeps the rows that are left', () => {
    given([register(), capture(9_500, { items: [item(tShirts, { quantity: 1 })] })])
      .when(reauthorize(19_000))
      .then([
        {
          data: {
            rows: [
              { rowId: 'r3', articleNumber: '10001', quantity: 1 },
              { rowId: 'r4', articleNumber: '10002', quantity: 1 },
            ],
          },
        },
      ]);
  });

  test('is captured as any order is', () => {
    given([register(), reauthorize(5_000, { items: [item(hat)] })])
      .when(capture(5_000, { items: [item(hat)] }))
      .thenOrder({ status: 'Activated', total: 5_000, captured: 5_000 });
  });

  test('works on a card payment', () => {
    given([card]).when(reauthorize(20_000)).thenOrder({ total: 20_000 });
  });
});

describe('ReauthorizeOrder of more than is left', () => {
  test('waits for an approval and changes nothing before it', () => {
    given([register()])
      .when(more)
      .then([
        {
          type: 'ReauthorizationRequested',
          data: { amount: 30_000, remaining: 28_500, requestedAt: now },
        },
      ]);
    given([register()]).when(more).thenOrder({ total: 28_500, remaining: 28_500 });
  });

  test('takes effect when it is approved', () => {
    given([register(), more])
      .when(approve(more.actionId))
      .thenOrder({ status: 'NotActivated', total: 30_000, remaining: 30_000 });
  });

  test('has none when it is rejected', () => {
    given([register(), more])
      .when(rejectReauthorization(more.actionId))
      .thenOrder({ total: 28_500 });
    const { reauthorizations } = orderOf([register(), more, rejectReauthorization(more.actionId)]);
    expect(reauthorizations?.made.get(more.actionId)).toMatchObject({ status: 'rejected' });
  });

  test('is decided once', () => {
    for (const decided of [approve(more.actionId), rejectReauthorization(more.actionId)]) {
      given([register(), more, decided])
        .when(approve(more.actionId))
        .thenRejected('REAUTHORIZATION_NOT_PENDING');
      given([register(), more, decided])
        .when(rejectReauthorization(more.actionId))
        .thenRejected('REAUTHORIZATION_NOT_PENDING');
    }
    given([register()]).when(approve('none')).thenRejected('REAUTHORIZATION_NOT_FOUND');
  });

  test('takes the place of an earlier one that waits', () => {
    const { reauthorizations } = orderOf([register(), more, reauthorize(40_000)]);
    expect([...(reauthorizations?.made.values() ?? [])]).toMatchObject([
      { amount: 30_000, status: 'rejected' },
      { amount: 40_000, status: 'pending' },
    ]);
  });

  test('has to be asked for again when what is left has changed', () => {
    given([register(), more, oneShoe])
      .when(approve(more.actionId))
      .thenRejected('REAUTHORIZATION_OUTDATED');
  });

  test.each<[string, OrderCommand, OrderEvent['type'][]]>([
    ['a capture', capture(28_500, {}, { key: 'all' }), ['OrderCaptured']],
    ['a cancellation', cancel({}, { key: 'all' }), ['OrderCancelled']],
    [
      'a final capture',
      capture(9_500, { items: [item(shoes)], final: true }, { key: 'all' }),
      ['OrderPartCaptured', 'OrderCancelled'],
    ],
  ])('is rejected by %s that leaves nothing to authorise', (...[, last, types]) => {
    const rejected = {
      type: 'ReauthorizationRejected' as const,
      data: { reauthorizationId: more.actionId, rejectedAt: now },
    };
    given([register(), more])
      .when(last)
      .then([rejected, ...types.map((type) => ({ type }))]);
    const { reauthorizations } = orderOf([register(), more, last]);
    expect(reauthorizations?.pending).toBeUndefined();
    expect(reauthorizations?.made.get(more.actionId)).toMatchObject({ status: 'rejected' });
    given([register(), more, last])
      .when(approve(more.actionId))
      .thenRejected('REAUTHORIZATION_NOT_PENDING');
    given([register(), more, last])
      .when(last)
      .thenReplayed({
        revision: 2 + types.length + 1,
        ...(last.type === 'RequestCapture' && { captureId: last.actionId }),
      });
  });

  test('goes on waiting while something is left', () => {
    given([register(), more])
      .when(oneShoe)
      .then([{ type: 'OrderPartCaptured' }]);
    given([register(), more, due])
      .when(approve(more.actionId, { at: expiresAt }))
      .thenOrder({
        status: 'NotActivated',
        remaining: 30_000,
      });
  });

  test('is asked for once under one key', () => {
    given([register(), more]).when(more).thenReplayed({ revision: 2 });
  });
});

describe('ReauthorizeOrder of an order that expired', () => {
  test('needs an approval, which gives it 90 days', () => {
    const anew = reauthorize(28_500, {}, { key: 'anew', at: expiresAt });
    given([register(), due, anew])
      .when(approve(anew.actionId, { at: expiresAt }))
      .thenOrder({
        status: 'NotActivated',
        remaining: 28_500,
        expiresAt: '2027-05-19T09:59:00.000Z',
      });
  });

  test('is refused for a card payment', () => {
    given([card, due])
      .when(reauthorize(28_500))
      .thenRejected('REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED');
  });
});

describe('ReauthorizeOrder is refused', () => {
  test.each([
    ['REAUTHORIZE_CURRENCY_MISMATCH', reauthorize(1, { currency: 'EUR' })],
    ['REAUTHORIZE_AMOUNT_MUST_NOT_BE_NEGATIVE', reauthorize(-1)],
    ['REAUTHORIZE_AMOUNT_HAS_TOO_MANY_DECIMALS', reauthorize(major('0.001'))],
    [
      'REAUTHORIZE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
      reauthorize(1, { items: [item(hat, { unitPrice: major('0.001') })] }),
    ],
    [
      'MATCHING_ARTICLES_WITH_DIFFERENT_VAT',
      reauthorize(10_000, { items: [item(hat), item(hat, { vatRate: 12 })] }),
    ],
    [
      'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
      reauthorize(14_500, { items: [item(hat), item({ ...hat, unitPrice: 9_500 })] }),
    ],
    [
      'REAUTHORIZE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT',
      reauthorize(5_001, { items: [item(hat)] }),
    ],
    ['REAUTHORIZE_NOTHING_TO_AUTHORIZE', reauthorize(0)],
    ['REAUTHORIZE_AMOUNT_TOO_LARGE', reauthorize(1_000_000_000_000)],
    [
      'ORDER_TOO_MANY_ROWS',
      reauthorize(1_000, {
        items: Array.from({ length: 1_000 }, () => item({ ...hat, unitPrice: 1 })),
      }),
    ],
  ] as const)('with %s', (code, command) => {
    given([register(), oneShoe]).when(command).thenRejected(code);
  });

  test('for more on a card payment', () => {
    given([card])
      .when(more)
      .thenRejected('REAUTHORIZE_ORDER_INCREASE_ABOVE_CURRENT_TOTAL_AMOUNT_IS_NOT_ALLOWED');
  });

  test('where nothing is left to authorise', () => {
    given([register(), capture(28_500)])
      .when(more)
      .thenRejected('ORDER_ALREADY_CAPTURED');
    given([register(), cancel()]).when(more).thenRejected('REAUTHORIZE_INVALID_INVOICE_STATUS');
    given([register({ authorization: { status: 'pending' } })])
      .when(more)
      .thenRejected('REAUTHORIZE_INVALID_INVOICE_STATUS');
  });
});
