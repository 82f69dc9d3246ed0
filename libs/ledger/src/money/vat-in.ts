interface Priced {
  readonly unitPrice: number;
  readonly vatRate: number;
}

/** VAT contained in a row's price, in minor units, rounded half away from zero; the rate has two decimals at most. */
export const vatIn = ({ unitPrice, vatRate }: Priced, quantity: number): number => {
  const rate = Math.round(vatRate * 100);
  const amount = unitPrice * quantity;
  const divisor = 10_000 + rate;
  const half = Math.sign(amount) * Math.floor(divisor / 2);
  const dividend = amount * rate + half;
  // A quotient of safe integers is never rounded up to a whole number that it is below, so cutting it off is exact.
  if (Number.isSafeInteger(dividend)) return Math.trunc(dividend / divisor) + 0;
  const exact = BigInt(unitPrice) * BigInt(quantity) * BigInt(rate) + BigInt(half);
  return Number(exact / BigInt(divisor));
};
