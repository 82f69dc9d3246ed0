import { Client } from 'pg';
import { connectEventStore } from '#event-log';
import type { EventStore } from '#event-log';
import { verifyLog } from '#evidence';
import type { Finding, Verification, VerificationProgress } from '#evidence';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { TablesComparison } from '#read-models';
import { loadSettings, secretKey } from '#runtime';
import { databaseUrlOf, eventStoreUrlOf } from '../../connections.js';
import { stopSignal } from '../stop-signal.js';
import { compareSettlementRows } from './compare-settlement-rows.js';
import { compareWithTables } from './compare-with-tables.js';
import { reportVerification } from './report-verification.js';
import type { ReportedVerification } from './report-verification.js';
import { verificationProgress } from './verification-progress.js';

export interface LogVerification {
  readonly sealHash: string | undefined;
  readonly json: boolean;
}

/** Verifies the log and every row of the read model. Answers whether everything holds. */
export const verifyLogHere = async ({ sealHash, json }: LogVerification): Promise<boolean> => {
  const settings = loadSettings();
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  const client = new Client({
    connectionString: databaseUrlOf(settings),
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks fails the query that needs it.
  client.on('error', () => undefined);
  const progress = verificationProgress();
  try {
    await client.connect();
    const startedAt = performance.now();
    const { update: onProgress } = progress;
    const signal = stopSignal('Stopped before all was verified.');
    const customers = new SealedCustomers(new PersonKeys(secretKey(settings)));
    const verified = await verify({
      ...{ eventStore, client, customers, sealHash, onProgress, signal },
    }).finally(progress.end);
    return reportVerification(verified, { json, startedAt });
  } finally {
    await Promise.allSettled([client.end(), eventStore.dispose()]);
  }
};

interface Running {
  readonly eventStore: EventStore;
  readonly client: Client;
  readonly customers: SealedCustomers;
  readonly sealHash: string | undefined;
  readonly onProgress: (progress: VerificationProgress) => void;
  readonly signal: AbortSignal;
}

/** The read model may be behind the log while it is verified, or ahead of where it is read to; never beyond its end. */
const verify = async (running: Running): Promise<ReportedVerification> => {
  const { eventStore: log, client, customers, sealHash, onProgress, signal } = running;
  const tables = await TablesComparison.begin(client, customers);
  const end = (await log.lastPosition()) ?? -1n;
  const compared = { tables, eventStore: log, end };
  const compare = {
    orders: compareWithTables(compared),
    settlements: compareSettlementRows(compared),
  };
  const verified = await verifyLog({
    ...{ log, end, compare, sealHash, onProgress, signal },
  });
  // First the read model's place and then the log's end, which only grows.
  const reached = await tables.position();
  const last = (await log.lastPosition()) ?? -1n;
  if (reached === undefined) return withFinding(verified, unknownPosition);
  const found = reached <= last ? verified : withFinding(verified, beyond(reached, last));
  return { ...found, readModelPosition: reached };
};

const unknownPosition: Finding = {
  kind: 'read-model',
  detail: 'the table projection has lost its row: the read model does not say how far it has come',
};

const beyond = (reached: bigint, last: bigint): Finding => ({
  kind: 'read-model',
  detail: `the read model claims to have come to position ${reached}, but the log ends at ${last}`,
});

const withFinding = (verified: Verification, finding: Finding): Verification => {
  const { count, first } = verified.findings;
  return { ...verified, ok: false, findings: { count: count + 1, first: [finding, ...first] } };
};
