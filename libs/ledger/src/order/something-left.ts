import type { OrderRow } from './row.js';

/** Whether a row has quantity left, also when the sum of what is left is 0 (domain.md, "Order"). */
export const hasRemainingRows = (rows: readonly OrderRow[]): boolean =>
  rows.some((row) => row.remainingQuantity > 0);
