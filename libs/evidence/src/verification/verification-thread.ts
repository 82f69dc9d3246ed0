import { parentPort } from 'node:worker_threads';
import { performJob } from './job.js';
import type { Job, JobResult } from './job.js';

/** What a thread says of its job. */
export type ThreadMessage =
  { readonly events: number } | { readonly result: JobResult<Job> } | { readonly failure: string };

const tell = (told: ThreadMessage): void => {
  parentPort?.postMessage(told);
};

const work = async (job: Job): Promise<void> => {
  try {
    const result = await performJob(job, (events) => {
      tell({ events });
    });
    tell({ result });
  } catch (error) {
    tell({ failure: error instanceof Error ? error.message : String(error) });
  }
};

/** The entry of a worker thread: one job after another. */
parentPort?.on('message', (job: Job) => void work(job));
