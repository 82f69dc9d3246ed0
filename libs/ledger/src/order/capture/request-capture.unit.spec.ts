import { describe, expect, test } from '@jest/globals';
import {
  capture,
  demoOrderId,
  given,
  historyOf,
  item,
  major,
  type NewRow,
  now,
  orderOf,
  placedAt,
  register,
  shoes,
  tShirts,
} from '../../testing/index.js';
import type { CaptureItem } from '../order-commands.js';

const priced = (unitPrice: number, description: string): NewRow => ({
  ...shoes,
  articleNumber: description,
  description,
  unitPrice,
});

describe('CaptureOrder: no items, amount = remaining', () => {
  test('captures all rows as they were ordered', () => {
    const command = capture(major('285.0'), { reference: 'ship-1' });
    const [event] = historyOf([register(), command]).slice(2);
    expect(event).toMatchObject({
      type: 'OrderCaptured',
      data: {
        orderId: demoOrderId,
        captureId: command.actionId,
        outcome: 'settled',
        amount: 28_500,
        currency: 'SEK',
        rows: [
          { ...shoes, rowId: 'r1' },
          { ...tShirts, rowId: 'r2' },
        ],
        description: 'Capture',
        reference: 'ship-1',
        capturedAt: now,
      },
    });
  });

  test('leaves nothing', () => {
    given([register()])
      .when(capture(28_500))
      .thenOrder({
        status: 'Activated',
        captured: 28_500,
        remaining: 0,
        rows: [{ remainingQuantity: 0 }, { remainingQuantity: 0 }],
      });
  });

  test('captures what a part capture left, with the rows’ quantities left', () => {
    const one = item(tShirts, { quantity: 1 });
    given([register(), capture(9_500, { items: [one] })])
      .when(capture(19_000))
      .then([
        {
          type: 'OrderCaptured',
          data: {
            amount: 19_000,
            rows: [
              { rowId: 'r1', quantity: 1 },
              { rowId: 'r2', quantity: 1 },
            ],
          },
        },
      ]);
  });

  test('does not name rows of which nothing is left', () => {
    given([register(), capture(9_500, { items: [item(shoes)] })])
      .when(capture(19_000))
      .then([{ type: 'OrderCaptured', data: { rows: [{ rowId: 'r2' }] } }]);
  });

  test('is what completes a B2B order too', () => {
    given([register({ salesSegment: 'B2B' })])
      .when(capture(28_500))
      .then([{ type: 'OrderCaptured' }]);
  });

  test('is only requested from the gateway if the order is paid by card', () => {
    const card = register({ paymentMethod: 'card' });
    given([card])
      .when(capture(28_500))
      .then([{ type: 'OrderCaptured', data: { outcome: 'requested' } }]);
    given([card])
      .when(capture(28_500))
      .thenOrder({ status: 'Activated', requested: 28_500, captured: 0, remaining: 0 });
    given([card, capture(28_500)])
      .when(capture(28_500))
      .thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
  });

  test('keeps a row’s type and leaves its attributes in the registration', () => {
    const rows = [{ ...shoes, type: 'shipping' as const, attributes: { woo: { id: 1 } } }];
    const captured = historyOf([register({ rows }), capture(9_500)]).at(-1);
    expect(captured?.data).toMatchObject({ rows: [{ type: 'shipping' }] });
    expect(JSON.stringify(captured?.data)).not.toContain('woo');
  });
});

test('nothing is captured before its order was placed, whatever the clock says', () => {
  const early = capture(28_500, {}, { at: '2020-01-01T00:00:00.000Z' });
  given([register()])
    .when(early)
    .then([{ data: { capturedAt: placedAt } }]);
});

describe('The description', () => {
  test.each([undefined, '', '   ', '\t\n'])('is "Capture" for %j', (description) => {
    const content = description === undefined ? {} : { description };
    given([register()])
      .when(capture(28_500, content))
      .then([{ data: { description: 'Capture' } }]);
  });

  test('is otherwise kept as it is', () => {
    given([register()])
      .when(capture(28_500, { description: ' First parcel ' }))
      .then([{ data: { description: ' First parcel ' } }]);
  });
});

describe('PartCaptureOrder: items', () => {
  test('captures the rows that the items name', () => {
    const part = capture(19_000, { items: [item(shoes), item(tShirts, { quantity: 1 })] });
    given([register()])
      .when(part)
      .then([
        {
          type: 'OrderPartCaptured',
          data: {
            amount: 19_000,
            rows: [
              { ...shoes, rowId: 'r1' },
              { ...tShirts, rowId: 'r2', quantity: 1 },
            ],
          },
        },
      ]);
    given([register()])
      .when(part)
      .thenOrder({
        status: 'PartActivated',
        captured: 19_000,
        remaining: 9_500,
        rows: [{ remainingQuantity: 0 }, { quantity: 2, remainingQuantity: 1 }],
      });
  });

  test('of all that is left completes the order', () => {
    given([register()])
      .when(capture(28_500, { items: [item(shoes), item(tShirts)] }))
      .thenOrder({ status: 'Activated', remaining: 0 });
  });

  test('is possible for businesses', () => {
    given([register({ salesSegment: 'B2B' })])
      .when(capture(9_500, { items: [item(shoes)] }))
      .then([{ type: 'OrderPartCaptured' }]);
  });

  test('is requested from the gateway if the order is paid by card', () => {
    given([register({ paymentMethod: 'card' })])
      .when(capture(9_500, { items: [item(shoes)] }))
      .thenOrder({ status: 'PartActivated', requested: 9_500, captured: 0, remaining: 19_000 });
  });

  test('takes a discount together with what it is for', () => {
    const discount: NewRow = { ...shoes, articleNumber: 'd', unitPrice: -500, type: 'discount' };
    given([register({ rows: [shoes, tShirts, discount] })])
      .when(capture(9_000, { items: [item(shoes), item(discount)] }))
      .then([{ data: { rows: [{ rowId: 'r1' }, { rowId: 'r3', type: 'discount' }] } }]);
  });
});

const remainder = {
  articleNumber: 'remainder',
  description: 'Remaining amount',
  quantity: 1,
  vatRate: 25,
};

describe('PartCaptureOrderByAmount: no items, amount < remaining, B2C', () => {
  test('replaces the rows by the captured row and one for the rest', () => {
    const byAmount = capture(major('100'), { description: 'Deposit' });
    const [event] = historyOf([register(), byAmount]).slice(2);
    expect(event?.data).toMatchObject({
      amount: 10_000,
      rows: [
        {
          rowId: 'r4',
          articleNumber: 'capture',
          description: 'Deposit',
          unitPrice: 10_000,
          quantity: 1,
          vatRate: 25,
        },
      ],
      remainders: [{ ...remainder, rowId: 'r3', unitPrice: 18_500, takenBefore: 10_000 }],
    });
    given([register()])
      .when(byAmount)
      .thenOrder({
        status: 'PartActivated',
        total: 28_500,
        captured: 10_000,
        remaining: 18_500,
        rows: [{ ...remainder, rowId: 'r3', remainingQuantity: 1 }],
        rowsMade: 4,
      });
  });

  test('again replaces the remainder by a smaller one', () => {
    given([register(), capture(10_000)])
      .when(capture(18_499))
      .thenOrder({
        remaining: 1,
        rows: [{ ...remainder, rowId: 'r5', unitPrice: 1 }],
        rowsMade: 6,
      });
  });

  test('of all that remains is a full capture, with the remainder as its row', () => {
    given([register(), capture(10_000)])
      .when(capture(18_500))
      .then([{ type: 'OrderCaptured', data: { rows: [{ ...remainder, rowId: 'r3' }] } }]);
  });

  test('keeps on record what was captured of the rows before', () => {
    const one = capture(9_500, { items: [item(tShirts, { quantity: 1 })] });
    given([register(), one])
      .when(capture(1_000))
      .thenOrder({
        remaining: 18_000,
        rows: [
          { rowId: 'r2', quantity: 1, remainingQuantity: 0 },
          { ...remainder, rowId: 'r3', unitPrice: 18_000 },
        ],
      });
  });

  test('dissolves discounts with the rest', () => {
    const discount = { ...shoes, articleNumber: 'd', unitPrice: -500 };
    given([register({ rows: [shoes, discount] })])
      .when(capture(5_000))
      .thenOrder({ remaining: 4_000, rows: [{ unitPrice: 4_000 }] });
  });

  test('makes no row for a VAT rate of which nothing is taken, or nothing is left', () => {
    const book = { ...priced(1, 'Book'), vatRate: 6 };
    const sample = { ...priced(0, 'Sample'), vatRate: 12 };
    const [event] = historyOf([register({ rows: [shoes, book, sample] }), capture(1)]).slice(2);
    expect(event?.data).toMatchObject({ rows: [{ unitPrice: 1, vatRate: 25 }] });
    const { remainders } = event?.data as { remainders: readonly object[] };
    expect(remainders).toMatchObject([
      { unitPrice: 9_499, vatRate: 25, takenBefore: 1 },
      { unitPrice: 1, vatRate: 6 },
    ]);
    expect(remainders[1]).not.toHaveProperty('takenBefore');
  });

  test('leaves a remainder that can be captured as the item it is shown as', () => {
    const order = orderOf([register(), capture(10_000)]);
    given(order)
      .when(capture(18_500, { items: [item(order.balance.rows[0]!)] }))
      .thenOrder({ status: 'Activated', captured: 28_500 });
  });
});

const repair: CaptureItem = {
  articleNumber: '90001',
  description: 'Repair',
  unitPrice: major('50.5'),
  quantity: 2,
  vatRate: 12,
  type: 'fee',
};

const replacing = (amount: number, items: readonly CaptureItem[], description?: string) =>
  capture(amount, {
    items,
    replaceItems: true,
    ...(description !== undefined && { description }),
  });

describe('ReplaceOrderItems: items and replaceItems', () => {
  test('captures the items as they are given, and makes one row without VAT of the rest', () => {
    given([register()])
      .when(replacing(10_100, [repair]))
      .then([
        {
          type: 'OrderItemsReplaced',
          data: {
            amount: 10_100,
            rows: [
              {
                rowId: 'r4',
                articleNumber: '90001',
                description: 'Repair',
                unitPrice: 5_050,
                quantity: 2,
                vatRate: 12,
                type: 'fee',
              },
            ],
            remainder: {
              rowId: 'r3',
              articleNumber: 'remainder',
              description: 'Remaining amount',
              unitPrice: 18_400,
              quantity: 1,
              vatRate: 0,
            },
          },
        },
      ]);
    given([register()])
      .when(replacing(10_100, [repair]))
      .thenOrder({
        status: 'PartActivated',
        captured: 10_100,
        remaining: 18_400,
        rows: [{ rowId: 'r3', remainingQuantity: 1 }],
        rowsMade: 4,
      });
  });

  test('of all that remains leaves nothing', () => {
    const all = replacing(28_500, [item({ ...shoes, unitPrice: 28_500 })]);
    given([register()])
      .when(all)
      .then([{ type: 'OrderItemsReplaced', data: { remainder: null } }]);
    given([register()])
      .when(all)
      .thenOrder({ status: 'Activated', remaining: 0, rows: [], rowsMade: 3 });
  });

  test('keeps on record what was captured of the rows before', () => {
    given([register(), capture(9_500, { items: [item(tShirts, { quantity: 1 })] })])
      .when(replacing(10_100, [repair]))
      .thenOrder({
        captured: 19_600,
        rows: [
          { rowId: 'r2', quantity: 1, remainingQuantity: 0 },
          { rowId: 'r3', unitPrice: 8_900 },
        ],
      });
  });

  test('gives what an item leaves out: no VAT, and the capture’s description', () => {
    const bare: CaptureItem = { unitPrice: major('1'), quantity: 1 };
    given([register()])
      .when(replacing(100, [bare], 'Repair'))
      .then([{ data: { rows: [{ description: 'Repair', vatRate: 0 }] } }]);
    given([register()])
      .when(replacing(100, [bare]))
      .then([{ data: { rows: [{ description: 'Capture' }] } }]);
  });

  test('is possible for businesses', () => {
    given([register({ salesSegment: 'B2B' })])
      .when(replacing(10_100, [repair]))
      .then([{ type: 'OrderItemsReplaced' }]);
  });

  test('captures items of zero', () => {
    given([register()])
      .when(replacing(0, [{ unitPrice: major('0'), quantity: 1 }]))
      .thenOrder({ captured: 0, remaining: 28_500, rows: [{ unitPrice: 28_500 }] });
  });

  test('can be followed by an amount, and by all that is left', () => {
    given([register(), replacing(10_100, [repair]), capture(400)])
      .when(capture(18_000))
      .thenOrder({ status: 'Activated', captured: 28_500 });
  });
});
