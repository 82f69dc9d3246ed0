import { expect, test } from '@jest/globals';
import type { OrderView } from '#read-models';
import { orderLines } from './order.command.js';

const at = '2026-11-21T17:03:16.943Z';

const order = {
  ...{ orderId: 'o-1', orderNumber: 'demo-1', storeId: 'demo-se', currency: 'SEK' },
  ...{ status: 'Returned', total: 35_166, requested: 1_000, captured: 13_134 },
  ...{ cancelled: 20_532, remaining: 500, refunded: 13_134, expiresAt: at },
  ...{ revision: 5, position: 77n, reauthorizations: [] },
  captures: [
    {
      captureId: 'c-1',
      status: 'settled',
      amount: 13_134,
      description: 'Sho\u001bes',
      capturedAt: at,
    },
  ],
  refunds: [{ refundId: 'f-1', amount: 13_134, description: 'Back', refundedAt: at }],
} as unknown as OrderView;

test('an order is shown with all of its sums, which come to the total, its captures and its refunds', () => {
  const lines = orderLines(order);
  const sum = (name: string): number => {
    const line = lines.find((text) => text.startsWith(name)) ?? '';
    return Number(/ (\d+\.\d\d) SEK/.exec(line)?.[1]);
  };
  const parts = ['Requested', 'Captured', 'Cancelled', 'Remaining'].map(sum);
  expect(parts).toEqual([10, 131.34, 205.32, 5]);
  expect(parts.reduce((one, other) => one + other)).toBeCloseTo(sum('Total'), 2);
  expect(sum('Refunded')).toBe(131.34);
  expect(lines.slice(-2)).toEqual([
    `Capture    c-1  settled  131.34 SEK  ${at}  Sho\ufffdes`,
    `Refund     f-1  131.34 SEK  ${at}  Back`,
  ]);
});
