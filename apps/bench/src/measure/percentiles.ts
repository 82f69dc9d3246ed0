/** Milliseconds; `max` is the slowest of all. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** The smallest value that at least this share of the sorted values does not exceed (nearest rank); 0 of none. */
export const percentile = (sorted: Float64Array, share: number): number => {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? 0;
};

/** Exact: a run is bounded, so all its values are kept. */
export const latencyOf = (values: Float64Array): Latency => {
  const sorted = values.slice().sort();
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
    max: percentile(sorted, 1),
  };
};
