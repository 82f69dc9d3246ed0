import { parentPort, workerData } from 'node:worker_threads';
import { Client } from 'pg';
import { connectEventStore } from '#event-log';
import { PersonKeys } from '#personal-data';
import type { RunProgress } from './verification-runs.js';
import { verificationResult, type VerificationResult } from './verification-result.js';
import { verifyRunningLog } from './verify-running-log.js';

/**
 * Everything that a verification thread needs; the thread shares nothing with the process that
 * answers requests.
 */
export interface LogToVerify {
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly secretKeys: readonly Uint8Array[];
  readonly sealHash: string | undefined;
  readonly sealEvents: number;
}

/** The messages of a thread; `result` is the last one. */
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
  // The error is ignored here, because the query that needs the broken connection fails.
  client.on('error', () => undefined);
  try {
    const found = await verifyRunningLog({
      ...{ eventStore, client, sealHash },
      keys: new PersonKeys(given.secretKeys),
      // This signal is never used: the process that started the thread ends the thread instead.
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

/** The entry of a thread: verifies the log and ends. */
tell({ kind: 'result', result: await verifyHere(workerData as LogToVerify) });
