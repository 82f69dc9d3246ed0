/** Which orders a run is about: the order numbers of a store that begin with `prefix` and end with an index. */
export interface OrderNames {
  readonly store: string;
  readonly prefix: string;
  /** The target's, of its order ids. */
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
 * Captures by amount, one for each index of the arrays: of which order, under which key, how much in minor units. A key is
 * repeated together with its order and amount.
 */
export interface CapturePlan {
  readonly kind: 'captures';
  readonly names: OrderNames;
  readonly orders: Int32Array;
  readonly keys: Int32Array;
  readonly amounts: Int32Array;
}

export type Plan = RegistrationPlan | CapturePlan;

/** Every connection sends its next request when it has its answer; ends after `seconds` or with the plan. */
export interface ClosedPacing {
  readonly kind: 'closed';
  readonly seconds: number;
}

/** Requests are due at a fixed rate, whatever becomes of those before; ends with the plan. */
export interface OpenPacing {
  readonly kind: 'open';
  readonly perSecond: number;
}

export interface LoadJob {
  readonly url: string;
  readonly token: string;
  readonly plan: Plan;
  readonly connections: number;
  readonly pacing: ClosedPacing | OpenPacing;
  /** The log position of every so manieth answer is kept, with its time; 0 for none. */
  readonly sampleEvery: number;
}

/** No answer: the request was not sent. */
export const notSent = 0;
/** No answer: the connection broke or the time was over. Whether the request took effect is unknown. */
export const noAnswer = 1;

export interface PositionSample {
  readonly position: bigint;
  /** When the answer was there, on the monotonic clock. */
  readonly atMs: number;
}

export interface LoadResult {
  /** By request: the HTTP status, or `notSent`, or `noAnswer`. */
  readonly statuses: Uint16Array;
  /** By request, in milliseconds; in an open loop from the instant the request was due. */
  readonly latencies: Float64Array;
  /** From the first request to the last answer. */
  readonly elapsedSeconds: number;
  /** CPU of the generator in that time. */
  readonly cpuSeconds: number;
  readonly memoryMb: number;
  readonly samples: readonly PositionSample[];
  /** What went wrong where there was no answer, and how often. */
  readonly faults: Readonly<Record<string, number>>;
}

/** When the requests of a run are to be sent; times in milliseconds since its start. */
export interface Pacing {
  /** How many requests have become due by now. */
  readonly dueBy: (elapsed: number) => number;
  /** From when on the time of a request counts that is sent now. */
  readonly dueAt: (index: number, elapsed: number) => number;
  /** How long until request `index` is due; `undefined` when only answers are waited for. */
  readonly nextIn: (index: number, elapsed: number) => number | undefined;
}

const closed = ({ seconds }: ClosedPacing, count: number): Pacing => ({
  dueBy: (elapsed) => (elapsed < seconds * 1_000 ? count : 0),
  dueAt: (_index, elapsed) => elapsed,
  nextIn: () => undefined,
});

/**
 * The schedule is fixed before the first request. A request that had to wait for a free connection, because those before
 * it were slow, counts from when it was due: its caller would have waited too (no coordinated omission).
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
