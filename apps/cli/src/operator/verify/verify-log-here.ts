import { Client } from 'pg';
import { connectEventStore, recordedOrderIds, streamOf } from '#event-log';
import { counted, errorText, type Finding } from '#evidence';
import { PersonKeys } from '#personal-data';
import { loadSettings, secretKeys } from '#runtime';
import { comparableCustomers } from '../../../../api/src/queries/verifications/compare-with-tables.js';
import { verifyRunningLog } from '../../../../api/src/queries/verifications/verify-running-log.js';
import {
  type ShownOrderVerification,
  verifyShownOrder,
} from '../../../../api/src/queries/verify-shown-order.js';
import { databaseUrlOf, eventStoreUrlOf } from '../../connections.js';
import { type NamedOrder, orderIdFrom } from '../order-id.js';
import { printFault, printJson, printLines } from '../print.js';
import { stopSignal } from '../show-progress.js';
import { withDatabase } from '../with-database.js';
import { reportFindings, reportVerification, verificationProgress } from './report-verification.js';

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
    const signal = stopSignal('Stopped before everything was verified.');
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

/**
 * The result for an order that could not be verified, for example because the event store cannot be
 * reached. The reason becomes a finding.
 */
const unverified = (orderId: string, error: unknown): ShownOrderVerification => {
  const detail = `the order could not be verified: ${errorText(error)}`;
  const finding: Finding = { kind: 'unreadable', stream: streamOf(orderId), detail };
  return {
    ...{ events: 0, position: -1n, chain: '', storeId: undefined, view: undefined },
    findings: { count: 1, first: [finding] },
  };
};

/**
 * Verifies the history of one order and its rows in the read models, and reports the result.
 * Returns whether there are no findings.
 */
export const verifyOrderHere = async (named: NamedOrder, json: boolean): Promise<boolean> => {
  const settings = loadSettings();
  const orderId = await orderIdFrom(named, settings);
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  const keys = new PersonKeys(secretKeys(settings));
  const verified = await withDatabase(settings, async (pool) => {
    const orderIds = await recordedOrderIds(eventStore);
    const customers = await comparableCustomers(keys, pool);
    const order = await verifyShownOrder({ orderId, orderIds }, { pool, eventStore, customers });
    return { ...order, withoutCustomers: customers === undefined };
  })
    .catch((error: unknown) => ({ ...unverified(orderId, error), withoutCustomers: false }))
    .finally(() => eventStore.dispose());
  const { events, position, chain, findings, view, withoutCustomers } = verified;
  if (events === 0 && view === undefined && findings.count === 0) {
    printFault(`There is no order ${orderId}.`);
    return false;
  }
  const ok = findings.count === 0;
  if (json) {
    const { count: findingsCount, first } = findings;
    printJson({ ok, orderId, events, position, chain, findingsCount, findings: first });
    return ok;
  }
  printLines([`${counted(events, 'event')} up to position ${position}`, `Chain ${chain}`]);
  if (withoutCustomers)
    printLines([
      'Not compared: the customer of the order, which is encrypted under a key other than LEDGER_SECRET_KEY.',
    ]);
  if (ok) {
    printLines([
      'Not proved: that no event is missing at the end of the order, and that the order was not forged together with its chain values.',
      'Only the seals of the whole log prove that: run ledger verify.',
      'Everything holds.',
    ]);
  } else reportFindings(findings);
  return ok;
};
