import { parentPort, workerData } from 'node:worker_threads';
import { Client } from 'pg';
import { connectEventStore } from '#event-log';
import { PersonKeys } from '#personal-data';
import type { RunProgress } from './verification-runs.js';
import { verificationResult, type VerificationResult } from './verification-result.js';
import { verifyRunningLog } from './verify-running-log.js';

/**
 * The settings of a verification thread. The thread opens its own connections, because it cannot
 * share those of the process that answers requests.
 */
export interface LogToVerify {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly secretKeys: readonly Uint8Array[];
  readonly sealHash: string | undefined;
  readonly sealEvents: number;
}

/** The messages that a thread sends. The message `result` is the last one. */
export type VerificationMessage =
  | { readonly kind: 'progress'; readonly progress: RunProgress }
  | { readonly kind: 'result'; readonly result: VerificationResult };

const tell = (message: VerificationMessage): void => {
  parentPort?.postMessage(message);
};

const verifyHere = async (given: LogToVerify): Promise<VerificationResult> => {
  const { sealHash, sealEvents } = given;
  const eventStore = connectEventStore(given.eventStoreUrl);
  const client = new Client({
    connectionString: given.databaseUrl,
    connectionTimeoutMillis: 10_000,
  });
  // Without a listener, a lost connection would crash the thread. The error is ignored here,
  // because the next query on the connection fails anyway.
  client.on('error', () => undefined);
  try {
    const found = await verifyRunningLog({
      ...{ eventStore, client, sealHash },
      keys: new PersonKeys(given.secretKeys),
      // This signal never aborts. To stop a verification, the process ends the whole thread.
      signal: new AbortController().signal,
      onProgress: ({ step, events, eventsTotal, share }) => {
        tell({ kind: 'progress', progress: { step, events, eventsTotal, share } });
      },
    });
    return verificationResult(found, { sealHash, sealEvents });
  } finally {
    await Promise.allSettled([client.end(), eventStore.dispose()]);
  }
};

/** Runs when the thread starts: verifies the log, sends the result and ends. */
tell({ kind: 'result', result: await verifyHere(workerData as LogToVerify) });
