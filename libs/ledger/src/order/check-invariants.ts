import { InvariantViolated } from './invariant-violated.js';
import type { Invariant } from './invariant-violated.js';
import type { OrderBalance } from './order.js';

/** Throws `InvariantViolated` unless I1 to I3 of domain.md hold. */
export const checkInvariants = (balance: OrderBalance): void => {
  const { total, requested, captured, refunded, cancelled, remaining } = balance;
  const assert = (invariant: Invariant, holds: boolean, detail: string): void => {
    if (!holds) throw new InvariantViolated(invariant, balance.orderId, detail);
  };

  const left = leftOnRows(balance);
  assert('I1', captured + requested <= total, 'more is captured than was authorised');
  assert('I1', refunded <= captured, 'more is refunded than was captured');
  assert('I1', Math.min(requested, captured, refunded, cancelled) >= 0, 'a sum is negative');

  const sum = requested + captured + cancelled + remaining;
  assert('I2', Number.isSafeInteger(sum) && sum === total, 'the sums do not add up to the total');
  assert('I2', left === remaining, 'the rows do not add up to what remains');
};

const leftOnRows = ({ orderId, rows }: OrderBalance): number => {
  let left = 0;
  for (const { rowId, unitPrice, quantity, remainingQuantity } of rows) {
    const holds =
      Number.isSafeInteger(quantity) &&
      Number.isSafeInteger(remainingQuantity) &&
      remainingQuantity >= 0 &&
      remainingQuantity <= quantity;
    if (!holds) {
      throw new InvariantViolated('I3', orderId, `row ${rowId} has an impossible quantity left`);
    }
    left += unitPrice * remainingQuantity;
  }
  return left;
};
