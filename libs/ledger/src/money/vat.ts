/**
 * The part of a row that is not captured or refunded yet, or of all rows with one VAT rate. Amounts
 * are in minor units.
 */
export interface TaxedAmount {
  /** Per cent, at most two decimals. */
  readonly vatRate: number;
  /** Gross amount that earlier captures or refunds took of this row. */
  readonly before: number;
  /** Gross amount that is not captured or refunded yet. */
  readonly gross: number;
  /** VAT that remains: the VAT of the whole less the VAT that earlier captures or refunds took. */
  readonly vat: number;
}

/**
 * VAT of the part of a row that a capture or refund takes next; `part` is its gross amount. If each
 * part's VAT were rounded alone, the parts would not add up to the VAT of the row. So a part gets
 * the VAT of all parts including this one, less the VAT of the earlier parts (docs/decisions/0028).
 *
 * `left` can also be the rest of several rows together. Then the rounded VAT of the rows can differ
 * from the VAT of their sum, and each part takes a share of this difference.
 */
export const vatOfPart = (left: TaxedAmount, part: number): number => {
  const { vatRate, before, gross, vat } = left;
  if (part === gross) return vat;
  const vatUpTo = (amount: number): number => vatIn({ unitPrice: amount, vatRate }, 1);
  const difference = vat - (vatUpTo(before + gross) - vatUpTo(before));
  const share = difference === 0 ? 0 : roundedShare(difference, { part, gross });
  return vatUpTo(before + part) - vatUpTo(before) + share;
};

/** `amount * part / gross`, rounded half away from zero. */
const roundedShare = (
  amount: number,
  { part, gross }: { readonly part: number; readonly gross: number },
): number => {
  if (gross === 0) return 0;
  const dividend = BigInt(amount) * BigInt(part) * 2n;
  const divisor = BigInt(gross) * 2n;
  const isNegative = dividend < 0n !== divisor < 0n;
  const size = (magnitude(dividend) + magnitude(divisor) / 2n) / magnitude(divisor);
  return Number(isNegative ? -size : size);
};

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

interface Priced {
  readonly unitPrice: number;
  readonly vatRate: number;
}

/**
 * VAT contained in a price times a quantity, in minor units, rounded half away from zero. The rate
 * has at most two decimals.
 */
export const vatIn = ({ unitPrice, vatRate }: Priced, quantity: number): number => {
  const rate = Math.round(vatRate * 100);
  const amount = unitPrice * quantity;
  const divisor = 10_000 + rate;
  const half = Math.sign(amount) * Math.floor(divisor / 2);
  const dividend = amount * rate + half;
  // Both numbers are safe integers, so the division is never rounded up to the next whole number.
  // `Math.trunc` therefore gives the exact result.
  if (Number.isSafeInteger(dividend)) return Math.trunc(dividend / divisor) + 0;
  const exact = BigInt(unitPrice) * BigInt(quantity) * BigInt(rate) + BigInt(half);
  return Number(exact / BigInt(divisor));
};
