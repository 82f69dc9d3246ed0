/**
 * Divides an amount in proportion to weights by the largest remainder, ties to the first: whole
 * numbers whose sum is the amount. A negative weight gets a negative part. The sum of the weights
 * must be above 0.
 */
export const divideAmount = (amount: number, weights: readonly number[]): number[] => {
  const divisor = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  if (divisor <= 0n) throw new RangeError('The weights do not come to more than 0');
  const shares = weights.map((weight, index) => {
    const exact = BigInt(amount) * BigInt(weight);
    // Rounded down, below zero as well, so that every remainder is from 0 to less than 1.
    const remainder = ((exact % divisor) + divisor) % divisor;
    return { index, part: Number((exact - remainder) / divisor), remainder };
  });
  const parts = shares.map(({ part }) => part);
  const open = amount - parts.reduce((sum, part) => sum + part, 0);
  const largestFirst = shares.toSorted((a, b) => compare(b.remainder, a.remainder));
  for (const { index, part } of largestFirst.slice(0, open)) parts[index] = part + 1;
  return parts;
};

const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);
