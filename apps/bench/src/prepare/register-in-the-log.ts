import { connectEventStore, OrderRepository } from '#event-log';
import type { EventStore, OrderExecution } from '#event-log';
import { actionIdOf, decide } from '#ledger';
import type { RegisterOrder } from '#ledger';
import { randomUUID } from 'node:crypto';
import type { Bench } from '../bench.js';
import { orderIdIn, orderNumberOf } from '../load/planned-requests.js';
import { registerOverHttp } from './register-over-http.js';
import type { OrdersToMake } from './register-over-http.js';
import { registrationOf } from './registration-of.js';

const atOnce = 512;
const progressEvery = 100_000;

const executionOf = (
  { names, total }: OrdersToMake,
  order: number,
  clientId: string,
): OrderExecution => {
  const orderNumber = orderNumberOf(names, order);
  const orderId = orderIdIn(names, order);
  const { store: storeId, ...registration } = registrationOf(names.store, orderNumber, total);
  const command: RegisterOrder = {
    type: 'RegisterOrder',
    orderId,
    at: new Date().toISOString(),
    actionId: actionIdOf(orderId, 'register', orderNumber),
    idempotencyKey: orderNumber,
    data: { storeId, ...registration },
  };
  return {
    orderId,
    actionId: command.actionId,
    decide: (known) => decide(known, command),
    origin: {
      ...{ clientId, storeId, contract: 'ledger', endpoint: 'POST /v1/orders' },
      ...{ correlationId: randomUUID(), recordedAt: command.at },
    },
  };
};

/** No order of these was there before, so that no stream needs to be read. */
const withoutReads = (eventStore: EventStore): EventStore => {
  eventStore.read = () => Promise.resolve([]);
  return eventStore;
};

/**
 * Registers orders as the API does, by its own repository and so with the same events, but without HTTP: hundreds of
 * thousands would take the API too long. It knows nothing of them, as of orders that were registered long ago. Over HTTP
 * where the event store is not known.
 */
export const registerInTheLog = async (bench: Bench, orders: OrdersToMake): Promise<void> => {
  const { eventStoreUrl, clientId } = bench.target;
  if (eventStoreUrl === undefined) return registerOverHttp(bench, orders);
  const eventStore = withoutReads(connectEventStore(eventStoreUrl));
  const repository = new OrderRepository(eventStore);
  let made = 0;
  const one = async (): Promise<void> => {
    while (made < orders.count) {
      const nth = ++made;
      const order = orders.first + nth - 1;
      const { kind } = await repository.execute(executionOf(orders, order, clientId));
      if (kind !== 'accepted') throw new Error('An order was not registered.');
      if (nth % progressEvery === 0) bench.progress(`${nth} of ${orders.count} orders`);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, one));
  } finally {
    await eventStore.dispose();
  }
};
