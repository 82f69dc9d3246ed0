import { parentPort } from 'node:worker_threads';
import { performJob, type Job, type ThreadMessage } from './jobs.js';

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

/** Entry file of a worker thread. The thread performs one job after another. */
parentPort?.on('message', (job: Job) => void work(job));
