import { latencyOf } from '../measure/latency.js';
import { usage, usedBetween } from '../measure/usage.js';
import { costsOf, type LoadFigures } from '../report/report.js';
import { ChildTask } from '../system/child-task.js';
import type { Target } from '../system/target.js';

interface RawOptions {
  readonly target: Target;
  readonly eventStoreUrl: string;
  readonly streamPrefix: string;
  /**
   * The event to append: a capture event that the ledger wrote. The appends are therefore as large
   * as those of the ledger.
   */
  readonly event: RawJob['event'];
  readonly seconds: number;
  readonly appendsMax: number;
}

const spareMs = 60_000;

/**
 * The upper limit for the rate of captures: the rate at which the official client alone appends
 * events of the same size to the same event store. The limit is measured in the same run as the
 * captures, once for each number of parallel appends.
 */
export class RawCeiling {
  readonly #options: RawOptions;
  readonly #measured = new Map<number, Promise<LoadFigures>>();

  constructor(options: RawOptions) {
    this.#options = options;
  }

  at(concurrency: number): Promise<LoadFigures> {
    const measured = this.#measured.get(concurrency) ?? this.#measure(concurrency);
    this.#measured.set(concurrency, measured);
    return measured;
  }

  /** The figures for the report: one line for each number of parallel appends that was measured. */
  async figures(): Promise<LoadFigures[]> {
    return Promise.all(this.#measured.values());
  }

  async #measure(concurrency: number): Promise<LoadFigures> {
    const { target, seconds, appendsMax, eventStoreUrl, event } = this.#options;
    const appender = new ChildTask<RawJob, RawResult>(new URL('./raw-appends.js', import.meta.url));
    try {
      const job = { eventStoreUrl, event, concurrency };
      const streams = `${this.#options.streamPrefix}${concurrency}-`;
      const warmUp = { ...job, streamPrefix: `${streams}w-`, seconds: 1, appendsMax: 10_000 };
      await appender.run(warmUp, spareMs);
      const before = usage(target.pids());
      const result = await appender.run(
        { ...job, streamPrefix: streams, seconds, appendsMax },
        seconds * 1_000 + spareMs,
      );
      const used = usedBetween(before, usage(target.pids()));
      return figuresOf(concurrency, result, costsOf(used, result));
    } finally {
      await appender.stop();
    }
  }
}

const figuresOf = (
  connections: number,
  { latencies, elapsedSeconds }: RawResult,
  costs: LoadFigures['costs'],
): LoadFigures => ({
  scenario: 'raw appends',
  connections,
  seconds: elapsedSeconds,
  requests: latencies.length,
  rate: latencies.length / elapsedSeconds,
  latencyMs: latencyOf(latencies),
  outcomes: { appended: latencies.length },
  costs,
});

/** A job that appends events. Each append writes one event to a new stream. */
export interface RawJob {
  readonly eventStoreUrl: string;
  readonly streamPrefix: string;
  /** The event to append: an event that the ledger wrote for a capture. */
  readonly event: { readonly type: string; readonly data: object; readonly metadata: object };
  readonly concurrency: number;
  readonly seconds: number;
  /** The job ends after this number of appends, or earlier when its time has passed. */
  readonly appendsMax: number;
}

export interface RawResult {
  readonly latencies: Float64Array;
  readonly elapsedSeconds: number;
  readonly cpuSeconds: number;
  readonly memoryMb: number;
}
