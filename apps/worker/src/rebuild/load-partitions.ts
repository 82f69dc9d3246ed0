import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { logPartitionsMax } from '#event-log';
import {
  type LoadOptions,
  loadPartition,
  type LoadPartition,
  type LoadProgress,
  type PartitionToLoad,
} from './load-partition.js';
import type { ThreadMessage } from './partition-thread.js';

/**
 * The most parts of the log that are loaded at once. With more parts, PostgreSQL and the event
 * store would be the bottleneck.
 */
const defaultPartitionsMax = 4;
/**
 * A log shorter than this is loaded as one part, because starting threads would take longer than
 * loading it. The length is in bytes, like the positions in the log.
 */
const partitionedBytesMin = 16n * 1_024n * 1_024n;
/** The most rows that the threads which load the log hold in memory together, about 300 MB. */
const heldRowsMax = 500_000;

/** The number of parts into which the log is divided, and the function that loads one part. */
export interface Partitioning {
  readonly parts: number;
  readonly load: LoadPartition;
}

/**
 * Returns into how many parts a log that ends at `end` is divided, so that several threads can load
 * it. `wanted` is the number that the caller asked for, from 1 to `logPartitionsMax`.
 */
export const partitioningOf = (end: bigint, wanted?: number): Partitioning => {
  const parts =
    wanted ??
    (end < partitionedBytesMin ? 1 : Math.min(defaultPartitionsMax, availableParallelism()));
  if (!Number.isInteger(parts) || parts < 1 || parts > logPartitionsMax)
    throw new RangeError(`A log can be loaded in 1 to ${logPartitionsMax} parts, not in ${parts}`);
  return { parts, load: parts === 1 ? loadPartition : loadPartitionInThread };
};

type LogToLoad = Omit<PartitionToLoad, 'part' | 'parts' | 'heldRowsMax'>;

/**
 * Loads all parts of the log in parallel. If the load of one part fails, the loads of the others
 * are ended and the failure is thrown.
 */
export const loadPartitions = async (
  log: LogToLoad,
  { parts, load }: Partitioning,
  { signal, onProgress }: LoadOptions,
): Promise<LoadProgress> => {
  const ended = new AbortController();
  const progress = Array.from({ length: parts }, (): LoadProgress => ({
    events: 0,
    position: -1n,
  }));
  const tell = (part: number, told: LoadProgress): void => {
    progress[part] = told;
    onProgress(together(progress));
  };
  const all = Array.from({ length: parts }, async (_, part) => {
    try {
      await load(
        { ...log, part, parts, heldRowsMax: Math.ceil(heldRowsMax / parts) },
        {
          signal: AbortSignal.any([signal, ended.signal]),
          onProgress: (told) => {
            tell(part, told);
          },
        },
      );
      tell(part, { events: progress[part]?.events ?? 0, position: log.end });
    } catch (error) {
      ended.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(all);
  signal.throwIfAborted();
  ended.signal.throwIfAborted();
  return together(progress);
};

/**
 * The total number of events that all threads have loaded, and the position of the slowest thread.
 */
const together = (parts: readonly LoadProgress[]): LoadProgress =>
  parts.reduce((all, part) => ({
    events: all.events + part.events,
    position: part.position < all.position ? part.position : all.position,
  }));

/**
 * Loads a part of the log in a thread. The script of the thread exists only in the compiled
 * program.
 */
export const loadPartitionInThread: LoadPartition = async (part, { signal, onProgress }) => {
  signal.throwIfAborted();
  const entry = new URL('./partition-thread.js', import.meta.url);
  const worker = new Worker(entry, { workerData: part });
  const terminate = (): void => void worker.terminate();
  signal.addEventListener('abort', terminate, { once: true });
  try {
    await loaded(worker, onProgress);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', terminate);
    await worker.terminate();
  }
};

/** Resolves when the thread reports success; rejects if it fails, or ends without a report. */
const loaded = async (worker: Worker, onProgress: LoadOptions['onProgress']): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('message', (told: ThreadMessage) => {
      if (told.kind === 'loaded') resolve();
      else if (told.kind === 'failure') reject(failureOf(told));
      else {
        // An error of the listener must end the load, not the process.
        try {
          onProgress(told.progress);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      reject(new Error(`A thread that loads a part of the log ended with code ${code}`));
    });
  });

const failureOf = ({ name, message }: Extract<ThreadMessage, { kind: 'failure' }>): Error =>
  Object.assign(new Error(message), { name });
