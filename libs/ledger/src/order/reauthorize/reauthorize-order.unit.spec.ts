import { describe, expect, test } from '@jest/globals';
import {
  approve,
  cancel,
  capture,
  expire,
  expiresAt,
  given,
  historyOf,
  item,
  major,
  minor,
  now,
  orderOf,
  reauthorize,
  register,
  rejectReauthorization,
  shoes,
  tShirts,
} from '../../testing/index.js';
import { decide } from '../decide.js';
import { fold } from '../evolve.js';
import { InvariantViolated } from '../invariants.js';
import type { OrderCommand } from '../order-commands.js';
import type { OrderEvent, RecordedOrderEvent } from '../order-events.js';

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

  test('by an amount leaves a row for each VAT rate that it gives something', () => {
    const gift = { ...hat, unitPrice: 1, vatRate: 12 };
    given([register({ rows: [shoes, gift] })])
      .when(reauthorize(4_000))
      .thenOrder({ rows: [{ vatRate: 25, unitPrice: 4_000 }], remaining: 4_000 });
    given([register({ rows: [shoes, { ...hat, vatRate: 12 }] })])
      .when(reauthorize(2_900))
      .thenOrder({
        rows: [
          { rowId: 'r3', articleNumber: 'remainder', vatRate: 25, unitPrice: 1_900 },
          { rowId: 'r4', articleNumber: 'remainder', vatRate: 12, unitPrice: 1_000 },
        ],
      });
  });

  test('takes items as they are; one without a description has its number, or "Item"', () => {
    const items = [
      { articleNumber: '10003', unitPrice: minor(4_000), quantity: 1 },
      { unitPrice: minor(2_000), quantity: 1, vatRate: 12 },
      { ...item(hat, { unitPrice: minor(-1_000) }), articleNumber: 'd', type: 'discount' as const },
    ];
    const event = historyOf([register(), reauthorize(5_000, { items })]).at(-1);
    expect(event?.type === 'OrderReauthorized' && event.data.rows).toEqual([
      {
        ...{ rowId: 'r3', articleNumber: '10003', description: '10003' },
        ...{ unitPrice: 4_000, quantity: 1, vatRate: 0 },
      },
      { rowId: 'r4', description: 'Item', unitPrice: 2_000, quantity: 1, vatRate: 12 },
      { ...hat, rowId: 'r5', articleNumber: 'd', unitPrice: -1_000, type: 'discount' },
    ]);
  });

  test('leaves the expiry date of an order that has not expired', () => {
    const { balance } = orderOf([register(), reauthorize(5_000)]);
    expect(balance.expiresAt).toBe(expiresAt);
  });

  test('is on record as completed, without a request', () => {
    const less = reauthorize(5_000, { reference: 'swap' }, { key: 'less' });
    const { reauthorizations } = orderOf([register(), less]);
    expect(reauthorizations?.made.get(less.actionId)).toEqual({
      ...{ reauthorizationId: less.actionId, amount: 5_000, reference: 'swap' },
      ...{ status: 'completed', requested: false, requestedAt: now },
    });
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

  test('is on record as pending, then as completed, with its request', () => {
    const recordOf = (...commands: OrderCommand[]) =>
      orderOf([register(), ...commands]).reauthorizations?.made.get(more.actionId);
    expect(recordOf(more)).toEqual({
      ...{ reauthorizationId: more.actionId, amount: 30_000 },
      ...{ status: 'pending', requested: true, requestedAt: now },
    });
    expect(recordOf(more, approve(more.actionId))).toMatchObject({
      ...{ status: 'completed', requested: true },
    });
  });

  test('replaces rows of which nothing is left to pay by one row without VAT', () => {
    const discount = { ...shoes, articleNumber: 'd', description: 'Discount', unitPrice: -9_500 };
    given([register({ rows: [shoes, discount] }), reauthorize(1_000, {}, { key: 'more' })])
      .when(approve(more.actionId))
      .thenOrder({ remaining: 1_000, rows: [{ articleNumber: 'remainder', vatRate: 0 }] });
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

  test('has to be asked for again when captured rows have left no room for its rows', () => {
    const gift = { ...hat, articleNumber: 'gift', unitPrice: 0 };
    const cents = Array.from({ length: 1_000 }, () => item({ ...hat, unitPrice: 1 }));
    const thousand = reauthorize(1_000, { items: cents }, { key: 'thousand' });
    const order = [register({ rows: [{ ...hat, unitPrice: 999 }, gift] }), thousand];
    given(order).when(approve(thousand.actionId)).thenOrder({ remaining: 1_000 });
    given([...order, capture(0, { items: [item(gift)] })])
      .when(approve(thousand.actionId))
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

test('A reauthorisation is not recorded twice in the log', () => {
  const [decided] = historyOf([register(), reauthorize(5_000)]).slice(-1);
  const requested = historyOf([register(), more]);
  const violatedBy = (history: readonly RecordedOrderEvent[]) => () => fold(history);
  expect(violatedBy([...requested, ...requested.slice(-1)])).not.toThrow();
  if (decided === undefined) throw new Error('No event');
  expect(violatedBy([...historyOf([register()]), decided, decided])).toThrow(InvariantViolated);
  const [approved] = historyOf([register(), more, approve(more.actionId)]).slice(-1);
  if (approved === undefined) throw new Error('No event');
  expect(violatedBy([...requested, approved, approved])).toThrow(InvariantViolated);
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

  test('for a total beyond 12 digits, what was captured counted', () => {
    given([register(), oneShoe])
      .when(reauthorize(999_999_990_499, {}, { key: 'most' }))
      .then([{ type: 'ReauthorizationRequested' }]);
    given([register(), oneShoe])
      .when(reauthorize(999_999_990_500))
      .thenRejected('REAUTHORIZE_AMOUNT_TOO_LARGE');
  });

  test('for more than 1,000 rows, captured ones counted', () => {
    const of = (count: number) =>
      reauthorize(count, { items: Array.from({ length: count }, () => cent) });
    const cent = item({ ...hat, unitPrice: 1 });
    given([register(), oneShoe])
      .when(of(999))
      .then([{ type: 'OrderReauthorized' }]);
    given([register(), oneShoe]).when(of(1_000)).thenRejected('ORDER_TOO_MANY_ROWS');
  });

  test('for more than 1,000 rows when its amount is divided over the VAT rates', () => {
    const rates = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...hat, vatRate: at / 100, quantity: 2 }));
    const eachOnce = (count: number) =>
      capture(5_000 * count, { items: rates(count).map((row) => ({ ...item(row), quantity: 1 })) });
    const byAmount = (count: number) => reauthorize(4_000 * count);
    given([register({ rows: rates(500) }), eachOnce(500)])
      .when(byAmount(500))
      .then([{ type: 'OrderReauthorized' }]);
    given([register({ rows: rates(501) }), eachOnce(501)])
      .when(byAmount(501))
      .thenRejected('ORDER_TOO_MANY_ROWS');
  });

  test('for more than 1,000 rows when the uncaptured rows stay', () => {
    const twice = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...hat, articleNumber: `a${at}`, quantity: 2 }));
    const eachOnce = (count: number) =>
      capture(5_000 * count, { items: twice(count).map((row) => ({ ...item(row), quantity: 1 })) });
    given([register({ rows: twice(500) }), eachOnce(500)])
      .when(reauthorize(5_000 * 500))
      .then([{ type: 'OrderReauthorized' }]);
    given([register({ rows: twice(501) }), eachOnce(501)])
      .when(reauthorize(5_000 * 501))
      .thenRejected('ORDER_TOO_MANY_ROWS');
  });

  test('for two items without a number as for any: they are two articles', () => {
    const unnumbered = [1, 2].map((unitPrice) =>
      item({ ...hat, unitPrice, vatRate: unitPrice }, { articleNumber: undefined }),
    );
    given([register()])
      .when(reauthorize(3, { items: unnumbered }))
      .thenOrder({ remaining: 3 });
  });

  test('with the figure that a card payment has left', () => {
    expect(decide(orderOf([card]), more)).toMatchObject({
      detailInMajorUnits:
        'The authorisation of a card payment cannot be raised or renewed; 285.00 SEK of it is left.',
    });
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
