import { connectEventStore, recordedOrderIds } from '#event-log';
import { OrderQueries } from '#read-models';
import { loadSettings } from '#runtime';
import { verifyShownOrder } from '../../../../api/src/audit/verify-shown-order.js';
import { eventStoreUrlOf } from '../../connections.js';
import { printFault, printJson, printLines } from '../print.js';
import { withDatabase } from '../with-database.js';
import { reportFindings } from './report-verification.js';

/** Verifies one order's history, and its row of the read model. Answers whether everything holds. */
export const verifyOrderHere = async (orderId: string, json: boolean): Promise<boolean> => {
  const settings = loadSettings();
  const eventStore = connectEventStore(eventStoreUrlOf(settings));
  const verified = await withDatabase(settings, async (pool) => {
    const orderIds = await recordedOrderIds(eventStore);
    return verifyShownOrder({ orderId, orderIds }, new OrderQueries(pool), eventStore);
  }).finally(() => eventStore.dispose());
  const { events, position, chain, findings, view } = verified;
  if (events === 0 && view === undefined) {
    printFault(`There is no order ${orderId}.`);
    return false;
  }
  const ok = findings.count === 0;
  if (json) {
    const { count: findingsCount, first } = findings;
    printJson({ ok, orderId, events, position, chain, findingsCount, findings: first });
    return ok;
  }
  printLines([`${events} events up to position ${position}`, `Chain ${chain}`]);
  reportFindings(findings);
  return ok;
};
