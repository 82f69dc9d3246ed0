import type { ClosedPacing, LoadJob, OpenPacing } from './load-job.js';

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
