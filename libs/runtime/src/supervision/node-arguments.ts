/** With fewer cores than this, the threads of one part's garbage collector take the time of another part. */
const coresForCollectors = 4;

/**
 * What Node is given for a part that shares its cores with all others. V8 collects with as many threads as there are cores,
 * which wait for each other busily: where every core has work, one thread does the same with less (docs/performance.md).
 */
export const nodeArguments = (cores: number): readonly string[] =>
  cores < coresForCollectors ? ['--single-threaded-gc'] : [];
