/** `amount`, `unitPrice`, `quantity` and `vat` may be numbers or numeric strings (walley.md). */
export const numberOrString = {
  oneOf: [{ type: 'number' }, { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }],
};
