import { type EventStore, readHistory, type RecordedEvent, UnreadableEvent } from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { type DamagedStream, damagedStreams, repairOrder } from '#read-models';
import { loadSettings, secretKeys, type Settings } from '#runtime';
import { exitCode, type ExitCode, WrongUsage } from '../exit-code.js';
import { orderIdFrom } from './order-id.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase, withEventStore } from './with-database.js';

const pageLimit = 1_000;

/**
 * Projects a damaged order again, that is, writes its events into the read models. Returns the
 * reason if the order is still damaged, and `undefined` if the read models show the order again.
 */
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
  if (events.length === 0) return 'The stream of the order has no events.';
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

/** All damaged streams in the order of the log. Only some of them are in memory at a time. */
const allDamaged = async function* (settings: Settings): AsyncGenerator<DamagedStream> {
  let after = -1n;
  for (;;) {
    const page = await withDatabase(settings, async (pool) =>
      damagedStreams(pool, { limit: pageLimit, after }),
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageLimit) return;
    after = last.position;
  }
};

const damagedOrders = async (settings: Settings): Promise<string[]> => {
  const orderIds: string[] = [];
  for await (const { orderId } of allDamaged(settings)) {
    if (orderId !== undefined) orderIds.push(orderId);
  }
  return orderIds;
};

export interface RepairOptions {
  readonly all?: boolean;
  /** The store that has the orders, if the orders are given by their numbers. */
  readonly store?: string;
}

/**
 * Runs `ledger order repair`. A damaged order is one whose events could not be read, so the read
 * models leave it out. The command reads the events again, for example after an upgrade, and adds
 * the order to the read models if that works.
 */
export const orderRepair = async (
  names: readonly string[],
  { all = false, store }: RepairOptions,
): Promise<ExitCode> => {
  if (all === names.length > 0) throw new WrongUsage('Give order ids or order numbers, or --all');
  const settings = loadSettings();
  const orderIds = all
    ? await damagedOrders(settings)
    : await Promise.all(names.map(async (name) => orderIdFrom({ name, store }, settings)));
  return withEventStore(settings, async (eventStore) => {
    let left = 0;
    for (const orderId of orderIds) {
      const why = await repair(settings, eventStore, orderId);
      if (why === undefined) printLines([`Order ${orderId} is back in the read model.`]);
      else printFault(`Order ${orderId} is still damaged. ${why}`);
      if (why !== undefined) left += 1;
    }
    if (orderIds.length === 0) printLines(['No order is damaged.']);
    return left === 0 ? exitCode.done : exitCode.fault;
  });
};

const jsonOf = (damage: DamagedStream): object => ({
  ...damage,
  position: damage.position.toString(),
  revision: damage.revision.toString(),
});

const linesOf = (damage: DamagedStream): string[] => {
  const { streamId, orderNumber, storeId, currency } = damage;
  const owner = [
    ...(orderNumber === undefined ? [] : [`number ${orderNumber}`]),
    `store ${storeId ?? 'unknown'}`,
    ...(currency === undefined ? [] : [currency]),
  ];
  return [
    `${streamId}  (${owner.join(', ')})`,
    `  event ${damage.revision} (${damage.eventType}) at position ${damage.position}: ${damage.reason}`,
    `  set aside ${damage.noticedAt}`,
  ];
};

/**
 * Runs `ledger order damaged`: lists the orders that the read models leave out because their events
 * could not be read. The exit code is 1 if there are any, otherwise 0.
 */
export const orderDamaged = async (json: boolean): Promise<ExitCode> => {
  let found = 0;
  for await (const damage of allDamaged(loadSettings())) {
    found += 1;
    if (json) printJson(jsonOf(damage));
    else printLines(linesOf(damage));
  }
  if (!json && found === 0) printLines(['No order or settlement is damaged.']);
  return found === 0 ? exitCode.done : exitCode.fault;
};
