import { Client } from 'pg';
import { parsePosition, positionChannel } from '#read-models';
import type { PositionSample } from '../load/load-job.js';
import { monotonicMs } from './usage.js';

/** Percentiles of latencies in milliseconds. The name `p999` stands for 99.9 %. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/**
 * The percentile of sorted values by the nearest-rank method; 0 without values. For p99, `share` is
 * 0.99.
 */
export const percentile = (sorted: Float64Array, share: number): number => {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? 0;
};

/**
 * The percentiles of all values. The percentiles are exact, because a run is short enough to keep
 * every value.
 */
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

/**
 * From the time `atMs` on, the read models showed all events up to `position`. The time is in
 * milliseconds on the machine's monotonic clock (`monotonicMs`).
 */
interface ShownPosition {
  readonly position: bigint;
  readonly atMs: number;
}

/** Finds by bisection the first of the noted positions that is at or after the given position. */
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
 * Returns the lag of the projection for each sample: the milliseconds from the answer to a request
 * until the read models showed the log position in that answer. The lag is 0 if the read models
 * were faster than the answer. A sample is left out if the read models never showed its position.
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

const positionsMax = 1_000_000;

/**
 * Records up to which log position the read models are written, and at what time. The projection
 * sends a PostgreSQL notification (`NOTIFY`) after each of its transactions. Listening to the
 * notifications costs the measured system less than repeated queries would.
 */
export class ShownPositions {
  readonly positions: ShownPosition[] = [];
  readonly #client: Client;

  private constructor(databaseUrl: string) {
    this.#client = new Client({ connectionString: databaseUrl });
    this.#client.on('error', () => undefined);
    this.#client.on('notification', ({ payload }) => {
      const position = parsePosition(payload);
      const last = this.positions.at(-1)?.position ?? -1n;
      if (position === undefined || position <= last || this.positions.length >= positionsMax)
        return;
      this.positions.push({ position, atMs: monotonicMs() });
    });
  }

  static async listen(databaseUrl: string): Promise<ShownPositions> {
    const listener = new ShownPositions(databaseUrl);
    await listener.#client.connect();
    await listener.#client.query(`LISTEN ${positionChannel}`);
    return listener;
  }

  async stop(): Promise<void> {
    await this.#client.end();
  }
}
