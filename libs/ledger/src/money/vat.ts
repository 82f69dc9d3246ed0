/** The rest of a row, or of all rows of one VAT rate, in minor units. */
export interface TaxedAmount {
  /** Per cent, at most two decimals. */
  readonly vatRate: number;
  /** Amount taken before, VAT included. */
  readonly before: number;
  /** Left, VAT included. */
  readonly gross: number;
  /** VAT in the rest: that of the whole, less that of the parts taken before. */
  readonly vat: number;
}

/**
 * VAT in a part of the rest: the VAT of the whole up to the end of the part, less the VAT up to its
 * beginning, so that all parts together have the VAT of the whole (docs/decisions/0028). The VAT of
 * several rows, each rounded, differs from that of their sum; the parts share the difference in
 * proportion.
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
 * VAT contained in a row's price, in minor units, rounded half away from zero; the rate has two
 * decimals at most.
 */
export const vatIn = ({ unitPrice, vatRate }: Priced, quantity: number): number => {
  const rate = Math.round(vatRate * 100);
  const amount = unitPrice * quantity;
  const divisor = 10_000 + rate;
  const half = Math.sign(amount) * Math.floor(divisor / 2);
  const dividend = amount * rate + half;
  // A quotient of safe integers is never rounded up to the next whole number, so truncating it is
  // exact.
  if (Number.isSafeInteger(dividend)) return Math.trunc(dividend / divisor) + 0;
  const exact = BigInt(unitPrice) * BigInt(quantity) * BigInt(rate) + BigInt(half);
  return Number(exact / BigInt(divisor));
};
