import type { Pool } from 'pg';
import { eventFacts } from '#documents';
import { connectEventStore, readHistory } from '#event-log';
import type { RecordedEvent } from '#event-log';
import { evolveBalance } from '#ledger';
import type { OrderBalance } from '#ledger';
import { SettlementQueries } from '#read-models';
import type { SettledIn } from '#read-models';
import { loadSettings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { historyDetails, historyHeader, historyTitle, historyRow } from './history-table.js';
import { orderIdFrom } from './order-id.js';
import type { NamedOrder } from './order-id.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

type Settled = ReadonlyMap<string, SettledIn>;

/** The event with its rows, VAT and settlement, and the order's sums after it, in the currency's minor unit. */
const jsonOf = (event: RecordedEvent, after: OrderBalance, settled: Settled): object => {
  const { status, captured, refunded, cancelled, remaining } = after;
  const { rows, vat, lineId } = eventFacts(event);
  const settlement = lineId === undefined ? undefined : settled.get(lineId);
  return {
    ...event,
    ...(rows.length > 0 && { rows }),
    ...(vat.length > 0 && { vat }),
    ...(settlement && { settlement }),
    after: { status, captured, refunded, cancelled, remaining },
  };
};

const show = (event: RecordedEvent, after: OrderBalance, settled: Settled): void => {
  if (event.revision === 0) printLines([...historyTitle(after), ...historyHeader]);
  printLines([...historyRow(event, after), ...historyDetails(event, after.currency, settled)]);
};

/** `ledger order history`: an event a line as it is read, with its rows and the sums after it. */
export const orderHistory = async (named: NamedOrder, json: boolean): Promise<ExitCode> => {
  const settings = loadSettings();
  const orderId = await orderIdFrom(named, settings);
  return withDatabase(settings, async (pool) => historyOf(pool, orderId, json));
};

const historyOf = async (pool: Pool, orderId: string, json: boolean): Promise<ExitCode> => {
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  let balance: OrderBalance | undefined;
  try {
    const settled = await new SettlementQueries(pool).ofOrder(orderId);
    for await (const event of readHistory(eventStore, orderId)) {
      balance = evolveBalance(balance, event);
      if (json) printJson(jsonOf(event, balance, settled));
      else show(event, balance, settled);
    }
  } finally {
    await eventStore.dispose();
  }
  if (balance !== undefined) return exitCode.done;
  printFault(`There is no order ${orderId}.`);
  return exitCode.fault;
};
