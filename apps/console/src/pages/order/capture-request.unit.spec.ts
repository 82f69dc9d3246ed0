import { describe, expect, test } from '@jest/globals';
import type { Order } from '../../api/types.js';
import { amountOf, captureRequestOf, type CaptureDraft } from './capture-request.js';

const row = (rowId: string, unitPrice: number, remainingQuantity: number) => ({
  ...{ rowId, unitPrice, remainingQuantity, quantity: 3, description: rowId, vatRate: 25 },
});

const order = {
  remaining: 28_500,
  rows: [row('r1', 9_500, 3), row('r2', 5_000, 1)],
} as unknown as Order;

const draft: CaptureDraft = {
  way: 'all',
  quantities: new Map(),
  amount: undefined,
  reference: '',
  description: '',
};

describe('the request of a capture', () => {
  test('of everything is for what is left, without rows', () => {
    expect(captureRequestOf(order, { ...draft, reference: ' ship-1 ' })).toEqual({
      amount: 28_500,
      reference: 'ship-1',
    });
  });

  test('of rows is for what they come to', () => {
    const quantities = new Map([
      ['r1', 2],
      ['r2', 0],
    ]);
    expect(captureRequestOf(order, { ...draft, way: 'rows', quantities })).toEqual({
      amount: 19_000,
      items: [{ rowId: 'r1', quantity: 2 }],
    });
  });

  test('of an amount is for that amount', () => {
    expect(captureRequestOf(order, { ...draft, way: 'amount', amount: 5 })).toEqual({ amount: 5 });
  });

  test.each<Partial<CaptureDraft>>([
    { way: 'rows' },
    { way: 'amount' },
    { way: 'amount', amount: 0 },
  ])('of nothing is none: %j', (part) => {
    expect(amountOf(order, { ...draft, ...part })).toBeUndefined();
    expect(captureRequestOf(order, { ...draft, ...part })).toBeUndefined();
  });
});
