import { describe, expect, test } from '@jest/globals';
import {
  cancel,
  capture,
  expire,
  expiresAt,
  fail,
  given,
  item,
  major,
  minor,
  now,
  orderOf,
  refund,
  register,
  registerCard,
  settle,
  shoes,
  tShirts,
} from '../../testing/index.js';
import { decide } from '../decide.js';
import type { CaptureItem } from '../order-commands.js';

const first = capture(9_500, { items: [item(shoes)] }, { key: 'first' });
const second = capture(19_000, { items: [item(tShirts)] }, { key: 'second' });
const captured = [register(), first, second];
const oneShirt = item(tShirts, { quantity: 1 });

const row = (unitPrice: number, other: Partial<CaptureItem> = {}): CaptureItem => ({
  description: 'Own row',
  unitPrice: minor(unitPrice),
  quantity: 1,
  ...other,
});
const fee = (amount: number): CaptureItem =>
  row(-amount, { articleNumber: 'fee', description: 'Return fee', type: 'fee', vatRate: 25 });

describe('RefundOrder by amount', () => {
  test('gives it back as a row of its VAT rate, from the oldest captures first', () => {
    given(captured)
      .when(refund(10_000, { reference: 'return-1' }))
      .then([
        {
          type: 'OrderRefunded',
          data: {
            amount: 10_000,
            currency: 'SEK',
            rows: [
              {
                ...{ articleNumber: 'refund', description: 'Refund' },
                ...{ unitPrice: 10_000, quantity: 1, vatRate: 25 },
              },
            ],
            captures: [
              { captureId: first.actionId, amount: 9_500 },
              { captureId: second.actionId, amount: 500 },
            ],
            description: 'Refund',
            reference: 'return-1',
            refundedAt: now,
          },
        },
      ]);
  });

  test('shows on the captures it was taken from', () => {
    const { captures, balance } = orderOf([...captured, refund(10_000)]);
    expect([...captures.values()].map(({ refunded }) => refunded)).toEqual([9_500, 500]);
    expect(balance).toMatchObject({ status: 'Activated', refunded: 10_000, captured: 28_500 });
  });

  test('of everything makes a returned order, in parts as well', () => {
    given(captured).when(refund(28_500)).thenOrder({ status: 'Returned', refunded: 28_500 });
    given([...captured, refund(28_499)])
      .when(refund(1))
      .thenOrder({ status: 'Returned' });
  });

  test('of a part leaves what was not captured as it is', () => {
    given([register(), first])
      .when(refund(9_500))
      .thenOrder({ status: 'PartActivated', remaining: 19_000 });
  });

  test('reads an amount in major units', () => {
    given(captured)
      .when(refund(major('100.5')))
      .thenOrder({ refunded: 10_050 });
  });

  test('works on an order that expired with something captured', () => {
    given([register(), first, expire({ at: expiresAt })])
      .when(refund(9_500))
      .thenOrder({ status: 'Expired', refunded: 9_500 });
  });
});

describe('RefundOrder by items', () => {
  test('gives back the captured rows they match, from their captures', () => {
    given(captured)
      .when(refund(19_000, { items: [oneShirt, item(shoes)] }))
      .then([
        {
          type: 'OrderRefunded',
          data: {
            rows: [
              { captureId: second.actionId, rowId: 'r2', quantity: 1, vatRate: 25 },
              { captureId: first.actionId, rowId: 'r1', quantity: 1 },
            ],
            captures: [
              { captureId: second.actionId, amount: 9_500 },
              { captureId: first.actionId, amount: 9_500 },
            ],
          },
        },
      ]);
  });

  test('spreads over the captures that hold an article', () => {
    const inTwo = [
      register(),
      capture(9_500, { items: [oneShirt] }),
      capture(9_500, { items: [oneShirt] }),
    ];
    given(inTwo)
      .when(refund(19_000, { items: [item(tShirts)] }))
      .thenOrder({ refunded: 19_000 });
  });

  test('gives no row back twice', () => {
    given([...captured, refund(9_500, { items: [item(shoes)] })])
      .when(refund(9_500, { items: [item(shoes)] }))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
    given([...captured, refund(9_500, { items: [oneShirt] })])
      .when(refund(9_500, { items: [oneShirt] }))
      .thenOrder({ refunded: 19_000 });
  });

  test('keeps a fee, which needs no row of the order', () => {
    given(captured)
      .when(refund(7_000, { items: [oneShirt, fee(2_500)] }))
      .then([
        {
          data: {
            amount: 7_000,
            rows: [
              { rowId: 'r2', unitPrice: 9_500 },
              { articleNumber: 'fee', unitPrice: -2_500, vatRate: 25, type: 'fee' },
            ],
            captures: [{ captureId: second.actionId, amount: 7_000 }],
          },
        },
      ]);
  });

  test('that is all kept as a fee gives nothing back but the row', () => {
    given(captured)
      .when(refund(0, { items: [oneShirt, fee(9_500)] }))
      .then([{ data: { amount: 0, captures: [] } }]);
  });

  test('takes back a discount that was captured, or gives less for one that was not', () => {
    const discount = { ...shoes, articleNumber: 'd', description: 'Discount', unitPrice: -500 };
    const discounted = [register({ rows: [shoes, discount] }), capture(9_000)];
    given(discounted)
      .when(refund(9_000, { items: [item(shoes), item(discount)] }))
      .then([{ data: { rows: [{ rowId: 'r1' }, { rowId: 'r2', unitPrice: -500 }] } }]);
    given(captured)
      .when(refund(9_200, { items: [oneShirt, row(-300, { type: 'discount' })] }))
      .then([{ data: { rows: [{ rowId: 'r2' }, { description: 'Own row', unitPrice: -300 }] } }]);
  });

  test.each(['discount', 'adjustment'] as const)(
    'takes back a captured %s once, also when the item says its type',
    (type) => {
      const own = { ...shoes, articleNumber: 'd', description: 'Discount', unitPrice: -500, type };
      const items = [item(shoes), item(own, { type })];
      const rows = [{ ...shoes, quantity: 2 }, own];
      const before = [register({ rows }), capture(18_500)];
      given(before)
        .when(refund(9_000, { items }))
        .then([{ data: { rows: [{ rowId: 'r1' }, { rowId: 'r2', unitPrice: -500, type }] } }]);
      given([...before, refund(9_000, { items })])
        .when(refund(9_000, { items }))
        .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
    },
  );

  test('of a fee above zero has a row to match: it is no fee that the merchant keeps', () => {
    given(captured)
      .when(refund(2_500, { items: [row(2_500, { type: 'fee', description: 'Return fee' })] }))
      .thenRejected('ARTICLE_NOT_FOUND');
    const freight = { ...shoes, articleNumber: 'f', description: 'Freight', type: 'fee' as const };
    given([register({ rows: [freight] }), capture(9_500)])
      .when(refund(9_500, { items: [item(freight, { type: 'fee' })] }))
      .then([{ data: { rows: [{ rowId: 'r1', type: 'fee' }] } }]);
  });

  test('takes several of a row from the capture that they came with, not from the oldest', () => {
    given(captured)
      .when(refund(19_000, { items: [item(tShirts)] }))
      .then([{ data: { captures: [{ captureId: second.actionId, amount: 19_000 }] } }]);
  });

  test.each(['discount', 'adjustment'] as const)('gives more for goodwill: %s', (type) => {
    const goodwill = row(1_000, { description: 'Sorry', type, vatRate: 25 });
    given(captured)
      .when(refund(10_500, { items: [item(shoes), goodwill] }))
      .then([
        {
          type: 'OrderRefunded',
          data: {
            amount: 10_500,
            rows: [{ rowId: 'r1' }, { description: 'Sorry', unitPrice: 1_000, vatRate: 25, type }],
            captures: [{ amount: 9_500 }, { amount: 1_000 }],
          },
        },
      ]);
    given(captured)
      .when(refund(1_000, { items: [goodwill] }))
      .thenOrder({ refunded: 1_000 });
    const all = [item(shoes), item(tShirts), goodwill];
    given(captured)
      .when(refund(29_500, { items: all }))
      .thenRejected('REFUND_AMOUNT_GREATER_THAN_CAPTURED');
  });

  test('of goodwill without a type has nothing to match', () => {
    given(captured)
      .when(refund(1_000, { items: [row(1_000, { description: 'Sorry' })] }))
      .thenRejected('ARTICLE_NOT_FOUND');
  });

  test('says what can be refunded, in the units of the contract', () => {
    const order = orderOf([...captured, refund(8_500)]);
    expect(decide(order, refund(20_001))).toEqual({
      kind: 'rejected',
      code: 'REFUND_AMOUNT_GREATER_THAN_CAPTURED',
      detail: 'The amount is above what was captured and not refunded, 20000 (SEK, minor units).',
      detailInMajorUnits: 'The amount is above what was captured and not refunded, 200.00 SEK.',
    });
  });

  test('takes from other captures what an earlier refund took from theirs', () => {
    given([...captured, refund(9_500)])
      .when(refund(9_500, { items: [item(shoes)] }))
      .then([{ data: { captures: [{ captureId: second.actionId, amount: 9_500 }] } }]);
  });

  test('matches the row of a capture by amount', () => {
    given([register(), capture(10_000, { description: 'Parcel' })])
      .when(refund(10_000, { items: [row(10_000, { description: 'parcel' })] }))
      .thenOrder({ refunded: 10_000 });
  });

  test('can return rows without a price', () => {
    const gift = { ...shoes, articleNumber: 'gift', unitPrice: 0 };
    given([register({ rows: [gift] }), capture(0)])
      .when(refund(0, { items: [item(gift)] }))
      .thenOrder({ status: 'Returned' });
  });
});

describe('RefundOrder of a card order', () => {
  const oneOf = (key: string) => capture('items', { items: [item(shoes)] }, { key });
  const twoShoes = registerCard({ rows: [{ ...shoes, quantity: 2 }] });
  const [paid, open] = [oneOf('paid'), oneOf('open')];
  const openBefore = [twoShoes, open, paid, settle(paid.actionId)];

  test('takes nothing from a capture that the gateway has not settled', () => {
    given(openBefore)
      .when(refund(9_500))
      .then([{ data: { captures: [{ captureId: paid.actionId, amount: 9_500 }] } }]);
    given(openBefore)
      .when(refund(9_500, { items: [item(shoes, { quantity: 1 })] }))
      .then([{ data: { rows: [{ captureId: paid.actionId }] } }]);
    given(openBefore)
      .when(refund(19_000, { items: [item(shoes, { quantity: 2 })] }))
      .thenRejected('REFUND_AMOUNT_GREATER_THAN_CAPTURED');
  });

  test('takes nothing from a capture that failed', () => {
    given([...openBefore, fail(open.actionId)])
      .when(refund(9_500))
      .then([{ data: { captures: [{ captureId: paid.actionId, amount: 9_500 }] } }]);
  });
});

describe('A refusal of a refund names the figures', () => {
  test.each([
    [
      'The fees, 96.00 SEK, are above the returned items, 95.00 SEK.',
      [],
      refund(0, { items: [oneShirt, fee(9_600)] }),
    ],
    [
      'The fees are above the returned items.',
      [],
      refund(0, { items: [oneShirt, fee(1_000_000_000_000)] }),
    ],
    [
      'An amount of 0 without items refunds nothing; 190.00 SEK can be.',
      [refund(9_500)],
      refund(0),
    ],
  ])('%s', (detail, before, command) => {
    const decision = decide(orderOf([...captured, ...before]), command);
    expect(decision).toMatchObject({ kind: 'rejected' });
    expect([
      ...('detailInMajorUnits' in decision ? [decision.detailInMajorUnits] : []),
      ...('detail' in decision ? [decision.detail] : []),
    ]).toContain(detail);
  });

  test('an order that expired without a capture', () => {
    const order = orderOf([register(), expire({ at: expiresAt })]);
    expect(decide(order, refund(1))).toMatchObject({
      detail: 'The order is Expired without a capture.',
    });
  });
});

describe('RefundOrder is refused', () => {
  test.each([
    ['REFUND_CURRENCY_MISMATCH', refund(1, { currency: 'EUR' })],
    ['REFUND_DESCRIPTION_TOO_LONG', refund(1, { description: 'x'.repeat(51) })],
    ['REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE', refund(-1)],
    ['REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS', refund(major('1.001'))],
    [
      'REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS',
      refund(1, { items: [row(1, { unitPrice: major('0.001') })] }),
    ],
    ['REFUND_FEES_GREATER_THAN_RETURNED_ITEMS', refund(0, { items: [oneShirt, fee(9_501)] })],
    ['REFUND_FEES_GREATER_THAN_RETURNED_ITEMS', refund(0, { items: [fee(1)] })],
    ['REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', refund(9_499, { items: [oneShirt] })],
    ['REFUND_AMOUNT_GREATER_THAN_CAPTURED', refund(28_501)],
    ['REFUND_AMOUNT_GREATER_THAN_CAPTURED', refund(major('1e308'))],
    ['REFUND_NOTHING_TO_REFUND', refund(0)],
    ['ARTICLE_NOT_FOUND', refund(100, { items: [row(100)] })],
    [
      'ARTICLE_EXISTS_BUT_OTHER_INFORMATION',
      refund(100, { items: [row(100, { articleNumber: '10001' })] }),
    ],
    ['ARTICLE_NOT_UNIQUE', refund(9_500, { items: [{ unitPrice: minor(9_500), quantity: 1 }] })],
    ['ARTICLE_QUANTITY_EXCEEDED', refund(19_000, { items: [item(shoes, { quantity: 2 })] })],
  ] as const)('with %s', (code, command) => {
    given(captured).when(command).thenRejected(code);
  });

  test('above what was not refunded before', () => {
    given([...captured, refund(28_000)])
      .when(refund(501))
      .thenRejected('REFUND_AMOUNT_GREATER_THAN_CAPTURED');
  });

  test.each([
    ['authorised', [register()]],
    ['pending', [register({ authorization: { status: 'pending' } })]],
    ['closed', [register(), cancel()]],
    ['expired without a capture', [register(), expire({ at: expiresAt })]],
    ['returned', [...captured, refund(28_500)]],
  ])('of an order that is %s', (_status, before) => {
    given(before).when(refund(1)).thenRejected('REFUND_INVALID_INVOICE_STATUS');
  });

  test('of rows that are not captured', () => {
    given([register(), first])
      .when(refund(9_500, { items: [oneShirt] }))
      .thenRejected('ARTICLE_NOT_FOUND');
  });
});

describe('Of several faults of a refund the earliest is the answer', () => {
  const threeDecimals = row(1, { unitPrice: major('0.001') });
  const long = { description: 'x'.repeat(51) };

  test.each([
    ['REFUND_CURRENCY_MISMATCH', refund(-1, { currency: 'EUR', ...long })],
    ['REFUND_DESCRIPTION_TOO_LONG', refund(-1, { ...long, items: [threeDecimals] })],
    ['REFUND_AMOUNT_MUST_NOT_BE_NEGATIVE', refund(major('-1.001'), { items: [threeDecimals] })],
    ['REFUND_AMOUNT_HAS_TOO_MANY_DECIMALS', refund(major('1.001'), { items: [threeDecimals] })],
    ['REFUND_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS', refund(1, { items: [threeDecimals] })],
    ['REFUND_INVALID_INVOICE_STATUS', refund(1, { items: [fee(2)] })],
  ] as const)('of the request: %s', (code, command) => {
    given([register()]).when(command).thenRejected(code);
  });

  test.each([
    ['REFUND_FEES_GREATER_THAN_RETURNED_ITEMS', refund(99_999, { items: [row(1), fee(2)] })],
    ['REFUND_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', refund(99_999, { items: [row(1)] })],
    ['REFUND_AMOUNT_GREATER_THAN_CAPTURED', refund(99_999, { items: [row(99_999)] })],
    ['ARTICLE_NOT_FOUND', refund(19_100, { items: [row(100), item(shoes, { quantity: 2 })] })],
  ] as const)('of the order: %s', (code, command) => {
    given(captured).when(command).thenRejected(code);
  });
});

describe('RefundOrder under a key', () => {
  test('has one effect, however it is spelled', () => {
    given([...captured, refund(9_500, {}, { key: 'k' })])
      .when(refund(major('95.00'), { description: ' ', currency: 'SEK' }, { key: 'k' }))
      .thenReplayed({ revision: 4 });
  });

  test('is refused to another refund', () => {
    given([...captured, refund(9_500, {}, { key: 'k' })])
      .when(refund(9_501, {}, { key: 'k' }))
      .thenRejected('IDEMPOTENCY_KEY_REUSED');
  });

  test('has nothing to do with a capture under the same one', () => {
    given([register(), capture(28_500, {}, { key: 'k' })])
      .when(refund(28_500, {}, { key: 'k' }))
      .thenOrder({ status: 'Returned' });
  });
});
