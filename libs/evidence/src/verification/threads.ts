import { Worker } from 'node:worker_threads';
import { performJob } from './job.js';
import type { Job, JobResult } from './job.js';
import type { ThreadMessage } from './verification-thread.js';

/** Performs jobs, as many at once as it says. */
export interface Threads {
  readonly count: number;
  perform<Of extends Job>(job: Of, onEvents: (events: number) => void): Promise<JobResult<Of>>;
  end(): Promise<void>;
}

/** This thread alone: what specs use, which run uncompiled. */
export const currentThread: Threads = { count: 1, perform: performJob, end: () => Promise.resolve() };

/** Short-lived objects are nearly all there are; a smaller space for them costs little and is paid for by thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 512 };

/** Worker threads of the compiled program. */
export class WorkerThreads implements Threads {
  readonly #idle: Worker[];
  readonly #all: readonly Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];
  readonly #ended = new Set<Worker>();

  constructor(readonly count: number) {
    const entry = new URL('./verification-thread.js', import.meta.url);
    this.#all = Array.from({ length: count }, () => new Worker(entry, { resourceLimits }));
    for (const worker of this.#all) worker.once('exit', () => this.#ended.add(worker));
    this.#idle = [...this.#all];
  }

  async perform<Of extends Job>(
    job: Of,
    onEvents: (events: number) => void,
  ): Promise<JobResult<Of>> {
    const worker =
      this.#idle.pop() ?? (await new Promise<Worker>((take) => this.#waiting.push(take)));
    try {
      if (this.#ended.has(worker)) throw new Error('The thread of the verification has ended');
      return await performOn(worker, job, onEvents);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(worker);
      else next(worker);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map(async (worker) => worker.terminate()));
  }
}

const performOn = <Of extends Job>(
  worker: Worker,
  job: Of,
  onEvents: (events: number) => void,
): Promise<JobResult<Of>> =>
  new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      end();
    };
    const onError = (error: Error): void => {
      settle(() => {
        reject(error);
      });
    };
    const onExit = (): void => {
      onError(new Error('The thread of the verification has ended'));
    };
    /** Whoever is told may want to stop, which has to end the job and not the process. */
    const tell = (events: number): void => {
      try {
        onEvents(events);
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const onMessage = (told: ThreadMessage): void => {
      if ('events' in told) tell(told.events);
      else if ('failure' in told) onError(new Error(told.failure));
      else
        settle(() => {
          resolve(told.result as JobResult<Of>);
        });
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(job);
  });
