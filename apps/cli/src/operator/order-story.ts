import type { Pool } from 'pg';
import { StoreDirectory } from '#access';
import { buyerOf, storyPdf } from '#documents';
import type { OrderStory } from '#documents';
import { connectEventStore, readHistory } from '#event-log';
import type { EventStore, RecordedEvent } from '#event-log';
import { evolveBalance } from '#ledger';
import type { OrderBalance } from '#ledger';
import { OrderQueries, SettlementQueries } from '#read-models';
import { loadSettings } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { orderIdFrom, type NamedOrder } from './order-id.js';
import { printFault, printLines, writeNewFile } from './print.js';
import { withDatabase } from './with-database.js';
const storyOf = async (
  eventStore: EventStore,
  pool: Pool,
  orderId: string,
): Promise<OrderStory | undefined> => {
  let order: OrderBalance | undefined;
  const events: RecordedEvent[] = [];
  for await (const event of readHistory(eventStore, orderId)) {
    order = evolveBalance(order, event);
    events.push(event);
  }
  if (order === undefined) return undefined;
  const stores = new StoreDirectory(pool);
  const [rule] = await stores.settlementRules([order.storeId]);
  const buyer = buyerOf((await new OrderQueries(pool).find(orderId))?.customer);
  return {
    order,
    events,
    settled: await new SettlementQueries(pool).ofOrder(orderId),
    store: await stores.find(order.storeId),
    timeZone: rule?.timeZone ?? 'UTC',
    ...(buyer !== undefined && { buyer }),
  };
};

/**
 * Runs `ledger order story`: writes the whole history of an order as a PDF, for example for a tax
 * authority. An existing file is not overwritten.
 */
export const orderStory = async (named: NamedOrder, file: string): Promise<ExitCode> => {
  const orderId = await orderIdFrom(named, loadSettings());
  return withDatabase(loadSettings(), async (pool) => {
    const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
    try {
      const story = await storyOf(eventStore, pool, orderId);
      if (story === undefined) {
        printFault(`There is no order ${orderId}.`);
        return exitCode.fault;
      }
      await writeNewFile(file, await storyPdf(story));
      printLines([`Wrote ${file}`]);
      return exitCode.done;
    } finally {
      await eventStore.dispose();
    }
  });
};
