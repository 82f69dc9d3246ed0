/** What a part keeps its memory for. */
export type PartLoad =
  /** Hundreds of requests at once, each with its objects, for tens of milliseconds. */
  | 'requests'
  /** Little that lives for long. */
  | 'stream';

/** With fewer cores than this, the threads of one part's garbage collector take the time of another part. */
const coresForCollectors = 4;

/**
 * What Node is given for a part that shares its cores with all others (measured in docs/performance.md).
 *
 * Requests under way outlive a small young generation: each collection copies them all, the more the slower they are
 * answered, which makes them slower still. With twice the room there are half as many.
 *
 * For other parts V8 collects with as many threads as there are cores, which wait for each other busily: where every core has
 * work, one thread does the same with less.
 */
export const nodeArguments = (load: PartLoad, cores: number): readonly string[] => {
  if (load === 'requests') return ['--max-semi-space-size=32'];
  return cores < coresForCollectors ? ['--single-threaded-gc'] : [];
};
