import type { PositionSample } from '../load/load-job.js';

/** The read model showed everything up to `position` from `atMs` on, on the monotonic clock. */
export interface ShownPosition {
  readonly position: bigint;
  readonly atMs: number;
}

/** The first that reaches the position, by bisection; `shown` rises in both. */
const firstAt = (shown: readonly ShownPosition[], position: bigint): ShownPosition | undefined => {
  let [low, high] = [0, shown.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = shown[middle];
    if (candidate !== undefined && candidate.position < position) low = middle + 1;
    else high = middle;
  }
  return shown[low];
};

/**
 * How long after its answer each sample was visible, in milliseconds; 0 if it was before. One that was never seen is left
 * out: the caller waits until all are.
 */
export const projectionLags = (
  samples: readonly PositionSample[],
  shown: readonly ShownPosition[],
): Float64Array =>
  Float64Array.from(
    samples.flatMap(({ position, atMs }) => {
      const first = firstAt(shown, position);
      return first === undefined ? [] : [Math.max(0, first.atMs - atMs)];
    }),
  );
