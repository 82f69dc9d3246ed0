/**
 * How a bank knows a payment: 1 to 128 visible characters, spaces only in between. It stands in the log for ever and in every file
 * of the settlement, so it is one row of text.
 */
export const payoutReference =
  /^[^\p{Cc}\p{Cf}\p{Z}](?:[^\p{Cc}\p{Cf}]{0,126}[^\p{Cc}\p{Cf}\p{Z}])?$/u;
