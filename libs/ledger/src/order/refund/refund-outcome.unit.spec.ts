import { describe, expect, test } from '@jest/globals';
import {
  capture,
  expiresAt,
  failRefund,
  given,
  historyOf,
  item,
  orderOf,
  refund,
  registerCard,
  settle,
  settleRefund,
  shoes,
  tShirts,
} from '../../testing/index.js';
import { fold } from '../evolve.js';
import { InvariantViolated } from '../invariants.js';
import type { RecordedOrderEvent } from '../order-events.js';

const all = capture('remaining', {}, { key: 'all' });
const books = { ...tShirts, vatRate: 6 };
const captured = [registerCard({ rows: [shoes, books] }), all, settle(all.actionId)];

const half = refund(14_250, { reference: 'return-1' }, { key: 'half' });
const byRow = refund(9_500, { items: [item(shoes)] }, { key: 'row' });
const failedHalf = [...captured, half, failRefund(half.actionId)];
const failedRow = [...captured, byRow, failRefund(byRow.actionId)];

describe('The outcome of a refund', () => {
  test('that is settled has what was requested, and how the gateway names it', () => {
    given([...captured, half])
      .when(settleRefund(half.actionId, { at: expiresAt }))
      .then([
        {
          type: 'RefundSettled',
          data: {
            ...{ refundId: half.actionId, amount: 14_250, currency: 'SEK' },
            ...{ description: 'Refund', reference: 'return-1' },
            ...{ gatewayRefundId: 're_1', settledAt: expiresAt },
            captures: [{ captureId: all.actionId, amount: 14_250 }],
          },
        },
      ]);
    const { refunds } = orderOf([...captured, half, settleRefund(half.actionId)]);
    expect(refunds?.made.get(half.actionId)).toMatchObject({
      status: 'settled',
      reference: 'return-1',
    });
  });

  test('that is settled has no reference, and no name at the gateway, where there is none', () => {
    const command = settleRefund(byRow.actionId);
    const unnamed = { ...command, data: { refundId: byRow.actionId } };
    const event = historyOf([...captured, byRow, unnamed]).at(-1);
    expect(event?.type).toBe('RefundSettled');
    expect(Object.keys(event?.data ?? {})).not.toContain('reference');
    expect(Object.keys(event?.data ?? {})).not.toContain('gatewayRefundId');
  });

  test('that fails has the reason, and the code where the gateway gave one', () => {
    given([...captured, half])
      .when(failRefund(half.actionId))
      .then([
        {
          type: 'RefundFailed',
          data: { reason: 'The card is closed.', code: 'expired_or_canceled_card' },
        },
      ]);
    const command = failRefund(half.actionId);
    const coded = { ...command, data: { refundId: half.actionId, reason: 'No.' } };
    const event = historyOf([...captured, half, coded]).at(-1);
    expect(Object.keys(event?.data ?? {})).not.toContain('code');
  });
});

describe('A refund that failed', () => {
  const rowsOf = (history: readonly RecordedOrderEvent[]) => {
    const event = history.at(-1);
    return event?.type === 'OrderRefunded' ? event.data.rows : [];
  };

  test.each([
    ['by amount', failedHalf],
    ['by rows', failedRow],
  ])('%s leaves all rows to be refunded, by their names', (_how, before) => {
    const rows = rowsOf(historyOf([...before, refund(28_500)]));
    expect(rows).toEqual(rowsOf(historyOf([...captured, refund(28_500)])));
    expect(rows.map(({ captureId, quantity, vatRate }) => [captureId, quantity, vatRate])).toEqual([
      [all.actionId, 1, 25],
      [all.actionId, 2, 6],
    ]);
  });

  test.each([
    ['by amount', failedHalf],
    ['by rows', failedRow],
  ])('%s leaves the same part of each VAT rate', (_how, before) => {
    const rows = rowsOf(historyOf([...before, refund(9_999)]));
    expect(rows).toEqual(rowsOf(historyOf([...captured, refund(9_999)])));
    expect(rows.map(({ unitPrice, vatRate }) => [unitPrice, vatRate])).toEqual([
      [3_333, 25],
      [6_666, 6],
    ]);
  });

  test('gives its rows back once: they can be refunded again, and then no more', () => {
    const items = [item(shoes), item(books)];
    given(failedRow)
      .when(refund(28_500, { items }))
      .thenOrder({ status: 'Returned', refunded: 28_500 });
    const again = refund(9_500, { items: [item(shoes)] });
    for (const before of [
      [...failedRow, again],
      [...captured, byRow, settleRefund(byRow.actionId)],
    ])
      given(before)
        .when(refund(9_500, { items: [item(shoes)] }))
        .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });
});

const violated = (history: readonly RecordedOrderEvent[]): string | undefined => {
  try {
    fold(history);
    return undefined;
  } catch (error) {
    if (error instanceof InvariantViolated) return error.invariant;
    throw error;
  }
};

test('A refunded row that names no captured one has the VAT of its price, within the rounding', () => {
  const refunded = historyOf([...captured, refund(100)]);
  const [event] = refunded.slice(-1) as [RecordedOrderEvent & { type: 'OrderRefunded' }];
  const ofVat = (vat: number): RecordedOrderEvent[] => {
    const row = { articleNumber: 'refund', description: 'Refund', unitPrice: 100, quantity: 1 };
    const rows = [{ ...row, vatRate: 25, vat }];
    return [...refunded.slice(0, -1), { ...event, data: { ...event.data, rows } }];
  };
  // The VAT contained in 100 is 20. Two captured rows were rounded before, and the refunded row is
  // rounded too, so a VAT that differs by up to 3 is accepted.
  expect([16, 17, 20, 23, 24].map((vat) => violated(ofVat(vat)))).toEqual([
    ...['I3', undefined, undefined, undefined, 'I3'],
  ]);
});

test('A row is given back in whole units, at least one', () => {
  const refunded = historyOf([...captured, byRow]);
  const [event] = refunded.slice(-1) as [RecordedOrderEvent & { type: 'OrderRefunded' }];
  const ofQuantity = (quantity: number): RecordedOrderEvent[] => {
    const amount = 9_500 * quantity;
    const rows = event.data.rows.map((row) => ({ ...row, quantity }));
    const shares = event.data.captures.map((share) => ({ ...share, amount }));
    return [
      ...refunded.slice(0, -1),
      { ...event, data: { ...event.data, amount, rows, captures: shares } },
    ];
  };
  expect([1, 0, -1, 0.5].map((quantity) => violated(ofQuantity(quantity)))).toEqual([
    ...[undefined, 'I3', 'I1', 'I3'],
  ]);
});

describe('An outcome in the log is only that of a requested refund', () => {
  const settled = historyOf([...captured, byRow, settleRefund(byRow.actionId)]);
  const [outcome] = settled.slice(-1) as [RecordedOrderEvent & { type: 'RefundSettled' }];
  const requested = settled.slice(0, -1);

  const withData = (data: Partial<typeof outcome.data>): RecordedOrderEvent => ({
    ...outcome,
    data: { ...outcome.data, ...data },
  });

  test('with its amount, its rows and its captures', () => {
    expect(violated([...requested, outcome])).toBeUndefined();
    expect(violated([...requested, withData({ amount: 9_501 })])).toBe('I5');
    expect(violated([...requested, withData({ refundId: half.actionId })])).toBe('I5');
    expect(violated([...requested, withData({ rows: [] })])).toBe('I3');
    expect(violated([...requested, withData({ captures: [] })])).toBe('I3');
  });

  test('once, and not of an order without refunds', () => {
    expect(violated([...requested, outcome, outcome])).toBe('I5');
    expect(violated([...historyOf(captured), outcome])).toBe('I5');
  });
});
