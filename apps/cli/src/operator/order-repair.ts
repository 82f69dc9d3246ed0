import { readHistory, UnreadableEvent } from '#event-log';
import type { EventStore, RecordedEvent } from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { damagedStreams, repairOrder } from '#read-models';
import { loadSettings, secretKeys } from '#runtime';
import type { Settings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { WrongUsage } from '../wrong-usage.js';
import { orderIdFrom } from './order-id.js';
import { printFault, printLines } from './print.js';
import { withDatabase } from './with-database.js';
import { withEventStore } from './with-event-store.js';

const ordersMax = 10_000;

/** Why the order is still damaged; `undefined` if it is shown again. */
const repair = async (
  settings: Settings,
  eventStore: EventStore,
  orderId: string,
): Promise<string | undefined> => {
  const events: RecordedEvent[] = [];
  try {
    for await (const event of readHistory(eventStore, orderId)) events.push(event);
  } catch (error) {
    if (error instanceof UnreadableEvent) return error.message;
    throw error;
  }
  if (events.length === 0) return 'Its stream has no events.';
  const customers = new SealedCustomers(new PersonKeys(secretKeys(settings)));
  return withDatabase(settings, async (pool) => {
    const client = await pool.connect();
    try {
      const damage = await repairOrder(client, { orderId, events, customers });
      return damage && `Event ${damage.revision} (${damage.eventType}): ${damage.reason}.`;
    } finally {
      client.release();
    }
  });
};

const damagedOrders = async (settings: Settings): Promise<string[]> => {
  const damages = await withDatabase(settings, async (pool) =>
    damagedStreams(pool, { limit: ordersMax }),
  );
  return damages.flatMap(({ orderId }) => orderId ?? []);
};

export interface RepairOptions {
  readonly all?: boolean;
  /** Whose order numbers they are. */
  readonly store?: string;
}

/** `ledger order repair`: orders whose events can be read again are shown, settled and captured on again. */
export const orderRepair = async (
  names: readonly string[],
  { all = false, store }: RepairOptions,
): Promise<ExitCode> => {
  if (all === names.length > 0) throw new WrongUsage('Order ids or numbers, or --all');
  const settings = loadSettings();
  const orderIds = all
    ? await damagedOrders(settings)
    : await Promise.all(names.map(async (name) => orderIdFrom({ name, store }, settings)));
  return withEventStore(settings, async (eventStore) => {
    let left = 0;
    for (const orderId of orderIds) {
      const why = await repair(settings, eventStore, orderId);
      if (why === undefined) printLines([`Order ${orderId} is shown again.`]);
      else printFault(`Order ${orderId} is still damaged. ${why}`);
      if (why !== undefined) left += 1;
    }
    if (orderIds.length === 0) printLines(['No order is damaged.']);
    return left === 0 ? exitCode.done : exitCode.fault;
  });
};
