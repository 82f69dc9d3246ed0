import { connectEventStore, readHistory } from '#event-log';
import type { RecordedEvent } from '#event-log';
import { formatMinor } from '#ledger';
import { loadSettings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { orderIdFrom } from './order-id.js';
import { printFault, printJson, printLines } from './print.js';

const describe = ({ revision, recordedAt, type, data, metadata }: RecordedEvent): string => {
  const amount =
    'amount' in data ? `  ${formatMinor(data.amount, data.currency)} ${data.currency}` : '';
  return `${revision}  ${recordedAt}  ${type}  by ${metadata.clientId} (${metadata.contract})${amount}`;
};

/** `ledger order history`; in JSON amounts are in the currency's minor unit, as the events hold them. */
export const orderHistory = async (id: string, json: boolean): Promise<ExitCode> => {
  const orderId = orderIdFrom(id);
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  let count = 0;
  try {
    for await (const event of readHistory(eventStore, orderId)) {
      count += 1;
      if (json) printJson(event);
      else printLines([describe(event)]);
    }
  } finally {
    await eventStore.dispose();
  }
  if (count > 0) return exitCode.done;
  printFault(`There is no order ${orderId}.`);
  return exitCode.fault;
};
