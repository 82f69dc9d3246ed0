/** A part of the system that runs in this process: API, worker, event node, PostgreSQL. */
export interface RunningPart {
  /** Where others reach it, if it listens. */
  readonly url?: string;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
  /** Fulfilled when the part has ended by itself or by `stop`; rejected when it failed. */
  readonly closed: Promise<void>;
  /** Stops accepting, finishes what is in flight (bounded), flushes. May be called more than once. */
  stop(): Promise<void>;
}
