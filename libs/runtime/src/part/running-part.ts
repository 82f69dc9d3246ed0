/** A part of the system that runs in this process: API, worker, event node, PostgreSQL. */
export interface RunningPart {
  /** Where others reach it, if it listens. */
  readonly url?: string;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
  /** Fulfilled when the part has ended by itself or by `stop`; rejected when it failed. */
  readonly closed: Promise<void>;
  /** How long `stop` goes on serving before it begins to stop; 0 if absent. */
  readonly leaveMs?: number;
  /** Stops accepting, finishes what is in flight (bounded), flushes. May be called more than once. */
  stop(): Promise<void>;
}
