/**
 * The names of the orders of a run. Orders are numbered: an order number is `prefix` followed by
 * the number.
 */
export interface OrderNames {
  readonly store: string;
  readonly prefix: string;
  /** The UUID from which the measured ledger derives order ids. */
  readonly namespace: string;
}

/** A plan that registers the orders `first` to `first + count - 1`, each with one row. */
export interface RegistrationPlan {
  readonly kind: 'registrations';
  readonly names: OrderNames;
  readonly first: number;
  readonly count: number;
  /** The total of each order in minor units. */
  readonly total: number;
}

/**
 * A plan of captures by amount. Capture `i` has order `orders[i]`, idempotency key `keys[i]` and
 * amount `amounts[i]` in minor units. Captures with the same key have the same order and amount.
 */
export interface CapturePlan {
  readonly kind: 'captures';
  readonly names: OrderNames;
  readonly orders: Int32Array;
  readonly keys: Int32Array;
  readonly amounts: Int32Array;
}

export type Plan = RegistrationPlan | CapturePlan;

/**
 * Closed loop: each connection sends its next request when the one before is answered. The run ends
 * after `seconds`, or earlier if all requests of the plan are sent.
 */
interface ClosedPacing {
  readonly kind: 'closed';
  readonly seconds: number;
}

/**
 * Open loop: requests are due at a fixed rate, whether earlier ones are answered or not. The run
 * ends after the last request of the plan.
 */
interface OpenPacing {
  readonly kind: 'open';
  readonly perSecond: number;
}

export interface LoadJob {
  readonly url: string;
  readonly token: string;
  readonly plan: Plan;
  readonly connections: number;
  readonly pacing: ClosedPacing | OpenPacing;
  /**
   * Every `sampleEvery`-th answer is kept as a sample: the log position in the answer, and the time
   * of the answer. The bench later compares the samples with the read models, to measure the lag of
   * the projection. With 0, no samples are kept.
   */
  readonly sampleEvery: number;
}

/** The status of a request that was not sent. */
export const notSent = 0;
/**
 * The status of a request without an answer, because the connection broke or a timeout passed. The
 * ledger may have accepted the request.
 */
export const noAnswer = 1;

export interface PositionSample {
  readonly position: bigint;
  /** The time of the answer in milliseconds on the machine's monotonic clock (`monotonicMs`). */
  readonly atMs: number;
}

export interface LoadResult {
  /** For each request of the plan: the HTTP status of its answer, or `notSent`, or `noAnswer`. */
  readonly statuses: Uint16Array;
  /**
   * For each request, the milliseconds from sending it to its answer. In an open loop, the time
   * begins when the schedule wanted the request to be sent, even if it was sent later.
   */
  readonly latencies: Float64Array;
  /** The seconds from the first request to the last answer. */
  readonly elapsedSeconds: number;
  /** The CPU time of the generator while the job ran. */
  readonly cpuSeconds: number;
  readonly memoryMb: number;
  readonly samples: readonly PositionSample[];
  /** The number of requests without an answer, by error code such as `ECONNRESET`. */
  readonly faults: Readonly<Record<string, number>>;
}

/** The schedule of the requests of a run. All times are milliseconds since the start of the run. */
export interface Pacing {
  /** Returns the number of requests that are due at this time. */
  readonly dueBy: (elapsed: number) => number;
  /**
   * Returns the time at which the latency of request `index` begins. In a closed loop this is
   * `elapsed`, the time at which the request is sent. In an open loop this is the time that the
   * schedule sets for the request, even if it is sent later.
   */
  readonly dueAt: (index: number, elapsed: number) => number;
  /**
   * Returns the milliseconds until request `index` is due. Undefined means that no timer is needed:
   * in a closed loop the next request is sent when an answer arrives, and after the last request
   * nothing more is due.
   */
  readonly nextIn: (index: number, elapsed: number) => number | undefined;
}

const closed = ({ seconds }: ClosedPacing, count: number): Pacing => ({
  dueBy: (elapsed) => (elapsed < seconds * 1_000 ? count : 0),
  dueAt: (_index, elapsed) => elapsed,
  nextIn: () => undefined,
});

/**
 * The schedule of an open loop. If a request has to wait for a free connection, its latency still
 * counts from when it was due, because a real caller would have waited too. Otherwise a slow system
 * would look faster than it is (coordinated omission).
 */
const open = ({ perSecond }: OpenPacing, count: number): Pacing => {
  const dueAt = (index: number): number => (index * 1_000) / perSecond;
  return {
    dueBy: (elapsed) => Math.min(count, Math.floor((elapsed * perSecond) / 1_000) + 1),
    dueAt,
    nextIn: (index, elapsed) => (index < count ? Math.max(1, dueAt(index) - elapsed) : undefined),
  };
};

export const pacingOf = (pacing: LoadJob['pacing'], count: number): Pacing =>
  pacing.kind === 'closed' ? closed(pacing, count) : open(pacing, count);
