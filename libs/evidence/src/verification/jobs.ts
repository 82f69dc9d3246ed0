import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { scanExport, type ScanOptions } from '../export/scan-export.js';
import type { FindingsSummary } from '../findings/findings.js';
import { checkStatements, type StatementResult } from '../statements/check-statements.js';
import type { EntriesPlace } from '../statements/statement-entries.js';
import { type ActionIdsPlace, checkActionIds } from './action-ids.js';
import { checkSealsOf, type CrossStreamFiles, type SealResult } from './conclusion.js';
import type { SpilledPartition } from './log-partitions.js';
import type { ScannedStretch } from './log-scan.js';
import {
  type PartitionOptions,
  type PartitionResult,
  verifyPartition,
} from './verify-partition.js';

/** A task of a verification that one thread performs. */
export type Job =
  | ({ readonly kind: 'scan' } & Omit<ScanOptions, 'onEvents'>)
  | {
      readonly kind: 'seals';
      readonly stretches: readonly Pick<ScannedStretch, 'seals' | 'values'>[];
      readonly sealHash: string | undefined;
    }
  | ({
      readonly kind: 'check';
      readonly part: SpilledPartition;
    } & CrossStreamFiles &
      Pick<PartitionOptions, 'identity'>)
  | ({ readonly kind: 'action-ids' } & ActionIdsPlace)
  | { readonly kind: 'statements'; readonly entries: EntriesPlace };

export interface JobResults {
  readonly scan: ScannedStretch;
  readonly seals: SealResult;
  readonly check: PartitionResult;
  readonly statements: StatementResult;
  readonly 'action-ids': FindingsSummary;
}

export type JobResult<Of extends Job> = JobResults[Of['kind']];

/** Performs a job. `onEvents` receives the number of events since its last call. */
export const performJob = async <Of extends Job>(
  job: Of,
  onEvents: (events: number) => void,
): Promise<JobResult<Of>> => (await resultOf(job, onEvents)) as JobResult<Of>;

const resultOf = async (
  job: Job,
  onEvents: (events: number) => void,
): Promise<JobResults[keyof JobResults]> => {
  switch (job.kind) {
    case 'scan':
      return scanExport({ ...job, onEvents });
    case 'seals':
      return checkSealsOf(job.stretches, job.sealHash);
    case 'check': {
      const { part, entries, actionIds, identity } = job;
      return verifyPartition(part, { entries, actionIds, identity, onEvents });
    }
    case 'action-ids':
      return checkActionIds(job);
    case 'statements':
      return checkStatements(job.entries);
  }
};

/** A message from a thread: progress, result or failure of its job. */
export type ThreadMessage =
  { readonly events: number } | { readonly result: JobResult<Job> } | { readonly failure: string };

/** Performs jobs, up to `count` at the same time. */
export interface Threads {
  readonly count: number;
  perform<Of extends Job>(job: Of, onEvents: (events: number) => void): Promise<JobResult<Of>>;
  end(): Promise<void>;
}

/**
 * Performs jobs in the calling thread. For specs, which run TypeScript without the compiled file
 * that a worker thread needs.
 */
export const currentThread: Threads = {
  count: 1,
  perform: performJob,
  end: () => Promise.resolve(),
};

/**
 * The limits are small, because each thread takes this memory. Nearly all objects live only
 * briefly, so a small memory for young objects hardly costs time.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 512 };

/** Performs jobs in worker threads. Needs the compiled program. */
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

/**
 * Rejects if the job fails, if the thread ends before the job, or if `onEvents` throws to abort the
 * verification.
 */
const performOn = async <Of extends Job>(
  worker: Worker,
  job: Of,
  onEvents: (events: number) => void,
): Promise<JobResult<Of>> => {
  // If the thread throws, this loop throws too. If the thread exits, the loop ends.
  const messages = on(worker, 'message', { close: ['exit'] });
  worker.postMessage(job);
  for await (const [message] of messages as AsyncIterable<[ThreadMessage]>) {
    if ('events' in message) onEvents(message.events);
    else if ('failure' in message) throw new Error(message.failure);
    else return message.result as JobResult<Of>;
  }
  throw new Error('The thread of the verification has ended');
};
