import type { LoadJob } from './load-job.js';
import { LoadRun } from './load-run.js';

/**
 * The load generator: a process of its own, so that its work is neither mixed with the system's nor with the checks. It
 * runs one job at a time, as its parent asks, and ends with its parent.
 */
process.on('message', (job: LoadJob) => {
  void new LoadRun(job).run().then((result) => process.send?.(result));
});
process.once('disconnect', () => process.exit(0));
