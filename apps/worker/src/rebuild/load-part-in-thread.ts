import { Worker } from 'node:worker_threads';
import type { LoadPart, PartProgress } from './load-part.js';
import type { Told } from './part-thread.js';

/** As `loadPart`, on another core. Only for the compiled program. */
export const loadPartInThread: LoadPart = async (part, { signal, onProgress }) => {
  const entry = new URL('./part-thread.js', import.meta.url);
  const worker = new Worker(entry, { workerData: part });
  const terminate = (): void => void worker.terminate();
  /** Whoever is told may fail, which has to end the loading and not the process. */
  const tell = (progress: PartProgress, onFailure: (error: Error) => void): void => {
    try {
      onProgress(progress);
    } catch (error) {
      onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  };
  signal.addEventListener('abort', terminate, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (told: Told) => {
        if ('failure' in told) reject(failureOf(told.failure));
        else tell(told.progress, reject);
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        resolve();
      });
    });
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', terminate);
    await worker.terminate();
  }
};

const failureOf = ({ name, message }: { name: string; message: string }): Error =>
  Object.assign(new Error(message), { name });
