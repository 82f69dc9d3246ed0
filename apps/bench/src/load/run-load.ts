import type { Bench } from '../bench.js';
import type { LoadJob, LoadResult } from './load-job.js';

const spareMs = 60_000;

const longestMs = ({ pacing, plan }: Pick<LoadJob, 'pacing' | 'plan'>): number => {
  if (pacing.kind === 'closed') return pacing.seconds * 1_000;
  const count = plan.kind === 'captures' ? plan.orders.length : plan.count;
  return (count * 1_000) / pacing.perSecond;
};

/** Has the generator run a job; fails when that is not over a minute after it should be. */
export const runLoad = async (
  bench: Bench,
  job: Pick<LoadJob, 'plan' | 'connections' | 'pacing'> & { readonly sampleEvery?: number },
): Promise<LoadResult> =>
  bench.generator.run(
    { url: bench.target.url, token: bench.token, sampleEvery: 0, ...job },
    longestMs(job) + spareMs,
  );
