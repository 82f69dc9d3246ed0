import { withinLimit } from '../../money/amount-limit.js';
import type { PricedItem } from './priced-request.js';

/** Each line within 12 digits or infinite, so that the sum of at most 1,000 of them is exact. */
export const sumOfItems = (items: readonly PricedItem[]): number => {
  let sum = 0;
  for (const { unitPrice, quantity } of items) {
    const line = unitPrice * quantity;
    sum += withinLimit(line) ? line : line * Infinity;
  }
  return sum;
};
