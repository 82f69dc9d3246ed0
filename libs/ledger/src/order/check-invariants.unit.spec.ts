import { describe, expect, test } from '@jest/globals';
import { orderOf, register } from '../testing/index.js';
import { checkInvariants } from './check-invariants.js';
import type { OrderBalance } from './order.js';

const { balance } = orderOf([register()]);

describe('checkInvariants', () => {
  test('is silent about a sound order', () => {
    expect(() => {
      checkInvariants(balance);
    }).not.toThrow();
  });

  test.each<[string, Partial<OrderBalance>]>([
    ['I1', { captured: 20_000, requested: 8_501, remaining: -1 }],
    ['I1', { refunded: 1 }],
    ['I1', { cancelled: -1, captured: 1 }],
    ['I2', { remaining: 28_499 }],
    ['I2', { total: 28_501 }],
    ['I2', { rows: [] }],
    ['I1', { captured: NaN }],
    ['I3', { rows: balance.rows.map((row) => ({ ...row, remainingQuantity: -1 })) }],
    ['I3', { rows: balance.rows.map((row) => ({ ...row, quantity: 0 })) }],
  ])('throws on a broken %s: %j', (invariant, other) => {
    expect(() => {
      checkInvariants({ ...balance, ...other });
    }).toThrow(new RegExp(`^${invariant} violated`));
  });
});
