import { describe, expect, test } from '@jest/globals';
import {
  cancel,
  capture,
  demoIntent,
  fail,
  item,
  orderOf,
  reauthorize,
  refund,
  registerCard,
  release,
  settle,
  settleRefund,
} from '../../../../libs/ledger/src/testing/index.js';
import { nextWork } from './order-work.js';

const card = registerCard();
const first = capture(9_500, {}, { key: 'first' });
const second = capture(9_500, {}, { key: 'second' });
const rest = capture('remaining', {}, { key: 'rest' });
const back = refund(100, {}, { key: 'back' });

describe('the next thing to be done for an order', () => {
  test('is nothing while nothing is requested', () => {
    expect(nextWork(orderOf([card]))).toBeUndefined();
    expect(nextWork(orderOf([card, rest, settle(rest.actionId)]))).toBeUndefined();
  });

  test('is the first capture that is requested, after what is settled', () => {
    const work = nextWork(orderOf([card, first, second, settle(first.actionId)]));
    expect(work).toMatchObject({
      kind: 'capture',
      request: {
        ...{ captureId: second.actionId, intentId: demoIntent, amount: 9_500, currency: 'SEK' },
        ...{ capturedBefore: 9_500, isFinal: false },
      },
    });
  });

  test('is one capture after the other, and the last of them is final', () => {
    const both = [card, first, rest];
    expect(nextWork(orderOf(both))).toMatchObject({
      request: { captureId: first.actionId, capturedBefore: 0, isFinal: false },
    });
    expect(nextWork(orderOf([...both, settle(first.actionId)]))).toMatchObject({
      request: { captureId: rest.actionId, capturedBefore: 9_500, isFinal: true },
    });
  });

  test('counts no capture that failed', () => {
    expect(nextWork(orderOf([card, first, second, fail(first.actionId)]))).toMatchObject({
      request: { captureId: second.actionId, capturedBefore: 0 },
    });
  });

  test('is a refund', () => {
    const refunded = [card, rest, settle(rest.actionId), back];
    expect(nextWork(orderOf(refunded))).toMatchObject({
      kind: 'refund',
      request: { refundId: back.actionId, intentId: demoIntent, amount: 100, currency: 'SEK' },
    });
    expect(nextWork(orderOf([...refunded, settleRefund(back.actionId)]))).toBeUndefined();
  });

  test('is the release of what a cancelled order holds, once no capture is open', () => {
    expect(nextWork(orderOf([card, first, cancel()]))).toMatchObject({ kind: 'capture' });
    const captured = [card, first, cancel(), settle(first.actionId)];
    expect(nextWork(orderOf(captured))).toMatchObject({
      kind: 'release',
      request: { intentId: demoIntent },
    });
    expect(nextWork(orderOf([...captured, release()]))).toBeUndefined();
  });

  test('is the release of the rest if the last capture was of nothing', () => {
    const common = { quantity: 1, vatRate: 25 };
    const shoe = item({ ...common, description: 'Shoe', unitPrice: 20_000 });
    const gift = item({ ...common, description: 'Gift', unitPrice: 0 });
    const paid = capture(20_000, { items: [shoe] }, { key: 'paid' });
    const lower = reauthorize(20_000, { items: [shoe, gift] });
    const last = [card, lower, paid, settle(paid.actionId), rest];
    expect(nextWork(orderOf(last))).toMatchObject({ kind: 'capture', request: { amount: 0 } });
    expect(nextWork(orderOf([...last, settle(rest.actionId)]))).toMatchObject({ kind: 'release' });
  });

  test('is nothing for an order that holds no payment', () => {
    const without = registerCard({ authorization: { status: 'authorized' } });
    expect(nextWork(orderOf([without, first]))).toBeUndefined();
    expect(nextWork(orderOf([without, rest, settle(rest.actionId), back]))).toBeUndefined();
  });
});
