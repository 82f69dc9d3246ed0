import { connectEventStore, readHistory } from '#event-log';
import type { RecordedEvent } from '#event-log';
import { evolveBalance } from '#ledger';
import type { OrderBalance } from '#ledger';
import { loadSettings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { historyHeader, historyTitle, historyRow } from './history-table.js';
import { orderIdFrom } from './order-id.js';
import { printFault, printJson, printLines } from './print.js';

/** The event with the order's sums after it, in the currency's minor unit. */
const jsonOf = (event: RecordedEvent, after: OrderBalance): object => {
  const { status, captured, refunded, cancelled, remaining } = after;
  return { ...event, after: { status, captured, refunded, cancelled, remaining } };
};

const show = (event: RecordedEvent, after: OrderBalance): void => {
  if (event.revision === 0) printLines([...historyTitle(after), ...historyHeader]);
  printLines(historyRow(event, after));
};

/** `ledger order history`: an event a line as it is read, with the sums after it. */
export const orderHistory = async (id: string, json: boolean): Promise<ExitCode> => {
  const orderId = orderIdFrom(id);
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  let balance: OrderBalance | undefined;
  try {
    for await (const event of readHistory(eventStore, orderId)) {
      balance = evolveBalance(balance, event);
      if (json) printJson(jsonOf(event, balance));
      else show(event, balance);
    }
  } finally {
    await eventStore.dispose();
  }
  if (balance !== undefined) return exitCode.done;
  printFault(`There is no order ${orderId}.`);
  return exitCode.fault;
};
