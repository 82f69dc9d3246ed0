import { parentPort } from 'node:worker_threads';
import { performJob, type Job, type JobResult } from './threads.js';
/** A message of a thread about its job. */
export type ThreadMessage =
  { readonly events: number } | { readonly result: JobResult<Job> } | { readonly failure: string };

const send = (message: ThreadMessage): void => {
  parentPort?.postMessage(message);
};

const work = async (job: Job): Promise<void> => {
  try {
    const result = await performJob(job, (events) => {
      send({ events });
    });
    send({ result });
  } catch (error) {
    send({ failure: error instanceof Error ? error.message : String(error) });
  }
};

/** Entry of a worker thread, which performs one job after another. */
parentPort?.on('message', (job: Job) => void work(job));
