interface Priced {
  readonly unitPrice: number;
  readonly vatRate: number;
}

/** VAT contained in a row's price, in minor units, rounded half away from zero; the rate has two decimals at most. */
export const vatIn = ({ unitPrice, vatRate }: Priced, quantity: number): number => {
  const rate = BigInt(Math.round(vatRate * 100));
  const amount = BigInt(unitPrice) * BigInt(quantity);
  const divisor = 10_000n + rate;
  const half = amount < 0n ? -divisor / 2n : divisor / 2n;
  return Number((amount * rate + half) / divisor);
};
