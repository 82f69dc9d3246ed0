import { describe, expect, test } from '@jest/globals';
import { capture, demoOrderId, given, historyOf, item, major, now } from '../../testing/index.js';
import { register, shoes, tShirts } from '../../testing/index.js';
import type { NewRow } from '../../testing/index.js';

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

describe('Discounts and zero amounts', () => {
  test('a discount row is captured with the rest', () => {
    given([register({ rows: [shoes, priced(-500, 'Discount')] })])
      .when(capture(9_000))
      .then([{ type: 'OrderCaptured', data: { rows: [{}, { unitPrice: -500 }] } }]);
  });

  test('an order of zero in total is captured with 0', () => {
    const rows = [shoes, priced(-9_500, 'Voucher')];
    given([register({ rows })])
      .when(capture(0))
      .thenOrder({ status: 'Activated', captured: 0, remaining: 0 });
    given([register({ rows: [priced(0, 'Sample')] })])
      .when(capture(0))
      .then([{ type: 'OrderCaptured' }]);
  });

  test('an order whose rows left come to zero has something left, and is completed with 0', () => {
    const rows = [shoes, tShirts, priced(-19_000, 'Discount')];
    const toZero = [register({ rows }), capture(9_500, { items: [item(shoes)] })];
    given(toZero.slice(0, 1))
      .when(capture(9_500, { items: [item(shoes)] }))
      .thenOrder({ status: 'PartActivated', remaining: 0 });
    given(toZero)
      .when(capture(0))
      .then([{ type: 'OrderCaptured', data: { rows: [{ rowId: 'r2' }, { rowId: 'r3' }] } }]);
    given(toZero).when(capture(0)).thenOrder({ status: 'Activated' });
  });

  test('a zero-priced row is captured by its item', () => {
    const sample = priced(0, 'Sample');
    given([register({ rows: [shoes, sample] })])
      .when(capture(0, { items: [item(sample)] }))
      .thenOrder({ status: 'PartActivated', remaining: 9_500 });
  });

  test('a zero-priced row that is left keeps the order open', () => {
    const rows = [shoes, priced(0, 'Sample')];
    given([register({ rows })])
      .when(capture(9_500, { items: [item(shoes)] }))
      .thenOrder({ status: 'PartActivated', remaining: 0 });
  });
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
