import { describe, test } from '@jest/globals';
import { capture, given, item, major, register, shoes, tShirts } from '../../testing/index.js';
import type { CaptureItem } from '../order-commands.js';

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
