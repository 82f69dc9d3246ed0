import { describe, expect, test } from '@jest/globals';
import {
  approve,
  authorize,
  cancel,
  capture,
  checkoutIntent,
  customer,
  expiresAt,
  expire,
  extend,
  fail,
  failRefund,
  historyOf,
  item,
  now,
  reauthorize,
  refund,
  register,
  registerCard,
  rejectReauthorization,
  release,
  settle,
  settleRefund,
  shoes,
  shopStatus,
  terminalIntent,
  tShirts,
} from '../testing/index.js';
import { fold } from '../order/evolve.js';
import type { OrderCommand } from '../order/order-commands.js';
import { payoutReference } from './pay-out-settlement.js';
import { mayMakeLine, settlementLineOf } from './settlement-line.js';

/**
 * The events of the history that the commands make, each with the line that it adds to a
 * settlement, if it adds one.
 */
const withLines = (commands: readonly OrderCommand[]) => {
  const history = historyOf(commands);
  return history.map((event, index) => {
    const order = fold(history.slice(0, index + 1));
    if (order === undefined) throw new Error('No order');
    return { event, line: settlementLineOf(order, event) };
  });
};
const linesOf = (...commands: OrderCommand[]) =>
  withLines(commands).flatMap(({ line }) => (line === undefined ? [] : [line]));

const first = capture(9_500, { items: [item(shoes)], reference: 'ship-1' }, { key: 'first' });
const second = capture(19_000, {}, { key: 'second', at: '2026-11-21T10:00:00.000Z' });
const back = refund(28_500, { reference: 'return-1' }, { key: 'back', at: expiresAt });

describe('A line of a settlement', () => {
  test('of an invoice is made by its capture, in each of the ways to capture', () => {
    const replaced = { items: [item({ ...shoes, unitPrice: 100 })], replaceItems: true };
    const lines = linesOf(register(), first, capture(100, replaced), capture('remaining'));
    expect(lines).toMatchObject([
      { type: 'Purchase', lineId: first.actionId, amount: 9_500, reference: 'ship-1' },
      { type: 'Purchase', amount: 100 },
      { type: 'Purchase', amount: 18_900 },
    ]);
    expect(lines[0]).toMatchObject({ capturedAt: now, settledAt: now, paymentMethod: 'invoice' });
    expect(lines[1]).not.toHaveProperty('reference');
  });

  test('of a card is made when the capture is settled, and never if it fails', () => {
    const [paid, declined] = [first, second];
    expect(
      linesOf(
        registerCard(),
        paid,
        declined,
        settle(paid.actionId, { at: expiresAt }),
        fail(declined.actionId),
      ),
    ).toMatchObject([
      { lineId: paid.actionId, amount: 9_500, capturedAt: now, settledAt: expiresAt },
    ]);
  });

  test('of a refund is below zero, and has the time of the first capture that it takes from', () => {
    const [, , line] = linesOf(register(), first, second, back);
    expect(line).toEqual({
      ...{ type: 'Return', lineId: back.actionId, captureId: first.actionId },
      ...{ orderId: first.orderId, orderNumber: '1001', paymentMethod: 'invoice' },
      ...{ amount: -28_500, vat: [{ vatRate: 25, gross: -28_500, vat: -5_700 }] },
      ...{ capturedAt: now, settledAt: expiresAt, reference: 'return-1' },
    });
    const ofSecond = refund(9_500, { items: [item(tShirts, { quantity: 1 })] });
    const [, , other] = linesOf(register(), first, second, ofSecond);
    expect(other).toMatchObject({ captureId: second.actionId, capturedAt: second.at });
    expect(other).not.toHaveProperty('reference');
  });

  test('of a refund that a fee keeps whole names the refund, and its own time', () => {
    const fee = item({ ...shoes, articleNumber: 'fee', unitPrice: -9_500 }, { type: 'fee' });
    const kept = refund(0, { items: [item(shoes), fee] }, { key: 'kept', at: expiresAt });
    const [, line] = linesOf(register(), first, kept);
    expect(line).toMatchObject({
      ...{ captureId: kept.actionId, capturedAt: expiresAt, settledAt: expiresAt },
    });
  });

  test('of a card refund is made when it is settled, and never if it fails', () => {
    const captured = [registerCard(), first, settle(first.actionId)];
    const half = refund(4_750, {}, { key: 'half' });
    expect(linesOf(...captured, half, failRefund(half.actionId))).toHaveLength(1);
    expect(
      linesOf(...captured, half, settleRefund(half.actionId, { at: expiresAt })),
    ).toMatchObject([
      { type: 'Purchase' },
      { type: 'Return', amount: -4_750, capturedAt: now, settledAt: expiresAt },
    ]);
  });
});

test('Only captures, refunds and their settlement make a line: what moves no money makes none', () => {
  const pending = registerCard({ authorization: { status: 'pending' } });
  const more = reauthorize(30_000, {}, { key: 'more' });
  const histories: OrderCommand[][] = [
    [pending, terminalIntent('pi_1'), checkoutIntent('pi_2')],
    [pending, authorize({ outcome: 'failed', reason: 'declined' }), authorize()],
    [registerCard(), customer('cus_1'), cancel(), release()],
    [register(), more, rejectReauthorization(more.actionId), reauthorize(100), extend()],
    [register(), more, approve(more.actionId), expire({ at: '2027-09-01T00:00:00.000Z' })],
    [register(), shopStatus('completed')],
    [registerCard(), second, fail(second.actionId)],
  ];
  const events = histories.flatMap(withLines);
  expect(events.filter(({ line }) => line !== undefined)).toEqual([]);
  const types = Object.entries(mayMakeLine).flatMap(([type, may]) => (may ? [type] : []));
  expect(types).toEqual([
    ...['OrderCaptured', 'OrderPartCaptured', 'OrderItemsReplaced', 'CaptureSettled'],
    ...['OrderRefunded', 'RefundSettled'],
  ]);
});

test.each([
  ['BG 1234', true],
  ['B', true],
  ['ö'.repeat(128), true],
  ['x'.repeat(129), false],
  ['', false],
  [' BG', false],
  ['BG ', false],
  ['BG\n1', false],
  ['\u202eBG', false],
])('a reference of the bank is one line of visible characters: %j is %j', (text, isReference) => {
  expect(payoutReference.test(text)).toBe(isReference);
});
