/** Delays between attempts, milliseconds. */
export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * The delay before attempt `failures + 1`: doubling, capped, and a random part of it (between half and all), so that
 * many who failed together do not come back together.
 */
export const backOffMs = ({ firstMs, mostMs }: BackOff, failures: number): number => {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
};
