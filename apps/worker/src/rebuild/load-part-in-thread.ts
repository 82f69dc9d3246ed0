import { Worker } from 'node:worker_threads';
import type { LoadPart, PartLoading } from './load-part.js';
import type { Told } from './part-thread.js';

/** As `loadPart`, on another core. Only for the compiled program. */
export const loadPartInThread: LoadPart = async (part, { signal, onProgress }) => {
  signal.throwIfAborted();
  const entry = new URL('./part-thread.js', import.meta.url);
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

/** A thread that ends without saying that it is done has not loaded its part, whatever made it end. */
const loaded = async (worker: Worker, onProgress: PartLoading['onProgress']): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('message', (told: Told) => {
      if (told.kind === 'loaded') resolve();
      else if (told.kind === 'failure') reject(failureOf(told));
      else {
        // Whoever is told may fail, which has to end the loading and not the process.
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

const failureOf = ({ name, message }: Extract<Told, { kind: 'failure' }>): Error =>
  Object.assign(new Error(message), { name });
