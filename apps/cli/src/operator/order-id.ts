import { StoreDirectory } from '#access';
import { recordedOrderIds, streamOf } from '#event-log';
import type { EventStore } from '#event-log';
import { isUuid } from '#ledger';
import type { OrderIds } from '#ledger';
import { mapConcurrently } from '#runtime';
import type { Settings } from '#runtime';
import { NotThere, WrongUsage } from '../exit-code.js';
import { allItems } from './print.js';
import { withDatabase, withEventStore } from './with-database.js';
const charactersMax = 128;
const readsMax = 32;

/**
 * An order on the command line, given by its id or its order number. `store` is needed if several
 * stores have an order with this number.
 */
export interface NamedOrder {
  readonly name: string;
  readonly store?: string | undefined;
}

/**
 * Returns the id of the order. An order number is looked up, and an id is returned without a check.
 *
 * @throws NotThere if no order has the number
 * @throws WrongUsage if several orders have the number
 */
export const orderIdFrom = async (named: NamedOrder, settings: Settings): Promise<string> => {
  const name = named.name.trim();
  if (isUuid(name)) return name.toLowerCase();
  if (name === '' || name.length > charactersMax)
    throw new WrongUsage(`"${named.name}" is neither an order id (a UUID) nor an order number`);
  const stores = named.store === undefined ? await storesOf(settings) : [named.store];
  const found = await withEventStore(settings, async (log) => {
    const orderIds = await recordedOrderIds(log);
    return withOrder(log, { orderIds, stores, number: name });
  });
  const [first, ...others] = found;
  if (first === undefined) {
    const where = named.store === undefined ? '' : ` in store ${named.store}`;
    throw new NotThere(
      `"${name}" is not an order id (a UUID), and no order has this number${where}`,
    );
  }
  if (others.length > 0) {
    const names = found.map(({ store }) => store).join(', ');
    throw new WrongUsage(
      `Several stores have an order "${name}": ${names}; name the store with --store`,
    );
  }
  return first.orderId;
};

const storesOf = async (settings: Settings): Promise<string[]> =>
  withDatabase(settings, async (pool) =>
    (await allItems(new StoreDirectory(pool))).map(({ storeId }) => storeId),
  );

interface OrderSearch {
  readonly orderIds: OrderIds;
  readonly stores: readonly string[];
  readonly number: string;
}

const withOrder = async (
  log: Pick<EventStore, 'read'>,
  { orderIds, stores, number }: OrderSearch,
): Promise<{ readonly store: string; readonly orderId: string }[]> => {
  const found = await mapConcurrently(stores, readsMax, async (store) => {
    const orderId = orderIds.of(store, number);
    const first = await log.read({ streamId: streamOf(orderId), fromRevision: 0, eventsMax: 1 });
    return first.length > 0 ? [{ store, orderId }] : [];
  });
  return found.flat();
};
