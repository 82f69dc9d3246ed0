/** The kinds of row, as `type` of a row names them. */
export const rowTypes = [
  'purchase',
  'shipping',
  'fee',
  'discount',
  'rounding',
  'adjustment',
] as const;
