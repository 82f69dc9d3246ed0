import type { RowType } from '#ledger';

/** The kinds of row, as `type` of a row names them. */
export const rowTypes: readonly RowType[] = ['purchase', 'shipping', 'fee', 'discount', 'rounding'];
