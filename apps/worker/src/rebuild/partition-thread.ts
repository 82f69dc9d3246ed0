import { parentPort, workerData } from 'node:worker_threads';
import { loadPartition } from './load-partition.js';
import type { LoadProgress, PartitionToLoad } from './load-partition.js';

/** The messages of a thread about its part; `loaded` is the last one of a successful load. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly progress: LoadProgress }
  | { readonly kind: 'loaded' }
  /** An error loses its class when it is sent. */
  | { readonly kind: 'failure'; readonly name: string; readonly message: string };

const tell = (told: ThreadMessage): void => {
  parentPort?.postMessage(told);
};

/** The entry of a thread: loads its part and ends. */
try {
  await loadPartition(workerData as PartitionToLoad, {
    // The thread that started this one ends it.
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
