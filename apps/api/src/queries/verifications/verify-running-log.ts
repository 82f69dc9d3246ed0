import type { Client } from 'pg';
import type { EventStore } from '#event-log';
import { verifyLog, errorText } from '#evidence';
import type { Finding, Verification, VerificationProgress, Verified } from '#evidence';
import type { PersonKeys } from '#personal-data';
import { TablesComparison } from '#read-models';
import {
  comparableCustomers,
  compareSettlementRows,
  compareWithTables,
} from './compare-with-tables.js';

export type VerifiedLog = Pick<Verified, 'verification' | 'readModelPosition' | 'withoutCustomers'>;

export interface RunningLog {
  readonly eventStore: EventStore;
  readonly client: Client;
  readonly keys: PersonKeys;
  readonly sealHash: string | undefined;
  readonly onProgress: (progress: VerificationProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Verifies the log and all rows of the read model while the ledger keeps running. The read model
 * may have fewer events than the log, or more than were read so far. A read model beyond the end of
 * the log is a finding. If the event store or PostgreSQL cannot be reached, that is a finding too,
 * and the rest is verified.
 */
export const verifyRunningLog = async (running: RunningLog): Promise<VerifiedLog> => {
  const { eventStore: log, client, keys, sealHash, onProgress, signal } = running;
  const failed: Finding[] = [];
  const attempt = attemptWith(failed, signal);
  const begun = await attempt(uncompared, async () => {
    await client.connect();
    const customers = await comparableCustomers(keys, client);
    return { tables: await TablesComparison.begin(client, customers), customers };
  });
  const tables = begun?.tables;
  const end = await attempt(unread, async () => (await log.lastPosition()) ?? -1n);
  const compared = tables && { tables, eventStore: log };
  const verified = await verifyLog({
    ...{ log, streams: log, end: end ?? -1n, sealHash, onProgress, signal },
    ...(compared && {
      compare: {
        orders: compareWithTables(compared),
        settlements: compareSettlementRows(compared),
      },
    }),
  });
  const reached =
    tables &&
    (await attempt(uncompared, () => reachedBy(tables, log, (found) => failed.push(found))));
  return {
    verification: failed.reduce(withFinding, verified),
    readModelPosition: reached,
    withoutCustomers: begun !== undefined && begun.customers === undefined,
  };
};

type Attempt = <Result>(
  what: Pick<Finding, 'kind' | 'detail'>,
  work: () => Promise<Result>,
) => Promise<Result | undefined>;

/** Makes the function that runs a part of the verification. An error becomes a finding. */
const attemptWith =
  (failed: Finding[], signal: AbortSignal): Attempt =>
  async (what, work) => {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      failed.push({ ...what, detail: `${what.detail}: ${errorText(error)}` });
      return undefined;
    }
  };

const uncompared = { kind: 'read-model', detail: 'the read model could not be compared' } as const;
const unread = { kind: 'unreadable', detail: 'the end of the log could not be read' } as const;

/**
 * Reads the position of the read model first and then the end of the log. Because the log only
 * grows, a position beyond this end is a fault.
 */
const reachedBy = async (
  tables: TablesComparison,
  log: EventStore,
  onFinding: (finding: Finding) => void,
): Promise<bigint | undefined> => {
  const reached = await tables.position();
  const last = (await log.lastPosition()) ?? -1n;
  for (const { reason, ...place } of await tables.damaged()) {
    const detail = `the read model has set the stream aside, because of this event: ${reason}`;
    onFinding({ kind: 'read-model', ...place, detail });
  }
  if (reached === undefined) onFinding(unknownPosition);
  else if (reached > last) onFinding(beyond(reached, last));
  return reached;
};

const unknownPosition: Finding = {
  kind: 'read-model',
  detail: 'the table projection has lost its row: the position of the read model is unknown',
};

const beyond = (reached: bigint, last: bigint): Finding => ({
  kind: 'read-model',
  detail: `the read model has reached position ${reached}, but the log ends at position ${last}`,
});

const withFinding = (verified: Verification, finding: Finding): Verification => {
  const { count, first, ofReadModel = 0 } = verified.findings;
  const findings = {
    count: count + 1,
    first: [finding, ...first],
    ofReadModel: ofReadModel + (finding.kind === 'read-model' ? 1 : 0),
  };
  return { ...verified, ok: false, findings };
};
