import { parentPort, workerData } from 'node:worker_threads';
import { loadPartition } from './load-partition.js';
import type { LoadProgress, PartitionToLoad } from './load-partition.js';

/**
 * The messages that a thread sends about its part of the log. `loaded` is the last message of a
 * successful load.
 */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly progress: LoadProgress }
  | { readonly kind: 'loaded' }
  /**
   * An error is sent as name and message, because an error object loses its class when it is sent.
   */
  | { readonly kind: 'failure'; readonly name: string; readonly message: string };

const tell = (told: ThreadMessage): void => {
  parentPort?.postMessage(told);
};

/** The program of a thread, which loads one part of the log and reports the result. */
try {
  await loadPartition(workerData as PartitionToLoad, {
    // This signal is never aborted: to stop the load, the main thread ends this thread.
    signal: new AbortController().signal,
    onProgress: (progress) => {
      tell({ kind: 'progress', progress });
    },
  });
  tell({ kind: 'loaded' });
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  tell({ kind: 'failure', name, message });
}
