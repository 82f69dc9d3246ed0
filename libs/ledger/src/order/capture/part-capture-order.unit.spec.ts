import { describe, test } from '@jest/globals';
import { capture, given, item, register, shoes, tShirts } from '../../testing/index.js';
import type { NewRow } from '../../testing/index.js';

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
