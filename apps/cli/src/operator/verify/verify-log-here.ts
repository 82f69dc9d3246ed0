import { Client } from 'pg';
import { connectEventStore } from '#event-log';
import { PersonKeys } from '#personal-data';
import { loadSettings, secretKeys } from '#runtime';
import { verifyRunningLog } from '../../../../api/src/queries/verifications/verify-running-log.js';
import { databaseUrlOf, eventStoreUrlOf } from '../../connections.js';
import { stopSignal } from '../show-progress.js';
import { reportVerification, verificationProgress } from './report-verification.js';

export interface LogVerification {
  readonly sealHash: string | undefined;
  readonly json: boolean;
  readonly certificates: readonly string[];
}

/**
 * Verifies the log and each row of the read models, and reports the result. Returns whether there
 * are no findings.
 */
export const verifyLogHere = async (wanted: LogVerification): Promise<boolean> => {
  const { sealHash, json, certificates } = wanted;
  const settings = loadSettings();
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  const client = new Client({
    connectionString: databaseUrlOf(settings),
    connectionTimeoutMillis: 10_000,
  });
  // Without a listener, a lost connection would end the process. The error is ignored here, because
  // the next query on the connection fails anyway.
  client.on('error', () => undefined);
  const progress = verificationProgress();
  const startedAt = performance.now();
  try {
    const { update: onProgress } = progress;
    const signal = stopSignal('Stopped before all was verified.');
    const keys = new PersonKeys(secretKeys(settings));
    const verified = await verifyRunningLog({
      ...{ eventStore, client, keys, sealHash, onProgress, signal },
    }).finally(progress.end);
    const sealEvents = settings.sealEvents;
    const reported = { ...verified, source: 'log' as const, sealHash, sealEvents };
    return reportVerification(reported, { json, startedAt, certificates });
  } finally {
    await Promise.allSettled([client.end(), eventStore.dispose()]);
  }
};
