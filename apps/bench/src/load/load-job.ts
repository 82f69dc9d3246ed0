/**
 * The orders of a run: the order numbers of a store that begin with `prefix` and end with an index.
 */
export interface OrderNames {
  readonly store: string;
  readonly prefix: string;
  /** The namespace of the target's order ids. */
  readonly namespace: string;
}

/** Registrations of orders `first` to `first + count - 1`, each of one row. */
export interface RegistrationPlan {
  readonly kind: 'registrations';
  readonly names: OrderNames;
  readonly first: number;
  readonly count: number;
  /** Minor units. */
  readonly total: number;
}

/**
 * Captures by amount, one for each index of the arrays, with its order, key and amount in minor
 * units. A repeated key has the same order and amount.
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
 * Each connection sends its next request after its answer. The run ends after `seconds` or with the
 * plan.
 */
interface ClosedPacing {
  readonly kind: 'closed';
  readonly seconds: number;
}

/** Requests are due at a fixed rate, independent of the answers. The run ends with the plan. */
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
  /** The log position of each n-th answer is kept with its time; 0 for none. */
  readonly sampleEvery: number;
}

/** No answer: the request was not sent. */
export const notSent = 0;
/** No answer: the connection broke or the time was over. The request may have taken effect. */
export const noAnswer = 1;

export interface PositionSample {
  readonly position: bigint;
  /** The time of the answer on the monotonic clock. */
  readonly atMs: number;
}

export interface LoadResult {
  /** The HTTP status of each request, or `notSent`, or `noAnswer`. */
  readonly statuses: Uint16Array;
  /** The milliseconds of each request; in an open loop from when it was due. */
  readonly latencies: Float64Array;
  /** From the first request to the last answer. */
  readonly elapsedSeconds: number;
  /** CPU of the generator in that time. */
  readonly cpuSeconds: number;
  readonly memoryMb: number;
  readonly samples: readonly PositionSample[];
  /** The number of requests without an answer, by error code. */
  readonly faults: Readonly<Record<string, number>>;
}

/** The schedule of the requests of a run; times in milliseconds since its start. */
export interface Pacing {
  /** The number of requests that are due by now. */
  readonly dueBy: (elapsed: number) => number;
  /** The start of the time of a request that is sent now. */
  readonly dueAt: (index: number, elapsed: number) => number;
  /** The time until request `index` is due; `undefined` when only answers are missing. */
  readonly nextIn: (index: number, elapsed: number) => number | undefined;
}

const closed = ({ seconds }: ClosedPacing, count: number): Pacing => ({
  dueBy: (elapsed) => (elapsed < seconds * 1_000 ? count : 0),
  dueAt: (_index, elapsed) => elapsed,
  nextIn: () => undefined,
});

/**
 * The schedule is fixed before the first request. The time of a request that waits for a free
 * connection counts from when it was due, because its caller would have waited too (no coordinated
 * omission).
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
