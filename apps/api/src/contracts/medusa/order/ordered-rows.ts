import type { OrderedRow } from '#ledger';

export const grossOf = ({ unitPrice, quantity }: OrderedRow): number => unitPrice * quantity;

export const isShipping = ({ type }: OrderedRow): boolean => type === 'shipping';

/** A row that lowers the sum. */
export const isDiscount = (row: OrderedRow): boolean => !isShipping(row) && grossOf(row) < 0;
