import { connectEventStore, recordedOrderIds, streamOf } from '#event-log';
import { counted, errorText } from '#evidence';
import type { Finding } from '#evidence';
import { PersonKeys } from '#personal-data';
import { loadSettings, secretKeys } from '#runtime';
import { comparableCustomers } from '../../../../api/src/queries/verifications/compare-with-tables.js';
import {
  verifyShownOrder,
  type ShownOrderVerification,
} from '../../../../api/src/queries/verify-shown-order.js';
import { eventStoreUrlOf } from '../../connections.js';
import { orderIdFrom, type NamedOrder } from '../order-id.js';
import { printFault, printJson, printLines } from '../print.js';
import { withDatabase } from '../with-database.js';
import { reportFindings } from './report-verification.js';

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
      'Not compared: its customer, as LEDGER_SECRET_KEY is not the key that theirs is under.',
    ]);
  if (ok) {
    printLines([
      'Not proved: that no event is missing at its end, and that it was not made anew with its chain.',
      'Seals tell, which are over the whole log: ledger verify.',
      'Everything holds.',
    ]);
  } else reportFindings(findings);
  return ok;
};
