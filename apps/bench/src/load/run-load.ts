import { randomUUID } from 'node:crypto';
import {
  connectEventStore,
  type EventStore,
  type OrderExecution,
  OrderRepository,
} from '#event-log';
import { actionIdOf, decide, type RegisterOrderCommand } from '#ledger';
import type { Bench } from '../bench.js';
import type { LoadJob, LoadResult, OrderNames } from './load-job.js';
import { benchRegistration, orderIdIn, orderNumberOf } from './planned-requests.js';

const spareMs = 60_000;

const longestMs = ({ pacing, plan }: Pick<LoadJob, 'pacing' | 'plan'>): number => {
  if (pacing.kind === 'closed') return pacing.seconds * 1_000;
  const count = plan.kind === 'captures' ? plan.orders.length : plan.count;
  return (count * 1_000) / pacing.perSecond;
};

/** Runs a job in the load generator. Rejects if the job takes a minute longer than planned. */
export const runLoad = async (
  bench: Bench,
  job: Pick<LoadJob, 'plan' | 'connections' | 'pacing'> & { readonly sampleEvery?: number },
): Promise<LoadResult> =>
  bench.generator.run(
    { url: bench.target.url, token: bench.token, sampleEvery: 0, ...job },
    longestMs(job) + spareMs,
  );

interface OrderBatch {
  readonly names: OrderNames;
  readonly first: number;
  readonly count: number;
  /** The total of each order, in minor units. */
  readonly total: number;
}

const connections = 64;
const secondsMax = 600;

/** Registers orders by `POST /v1/orders`, as a shop does. Throws if an order is not accepted. */
export const registerOverHttp = async (bench: Bench, orders: OrderBatch): Promise<void> => {
  const { statuses } = await runLoad(bench, {
    plan: { kind: 'registrations', ...orders },
    connections,
    pacing: { kind: 'closed', seconds: secondsMax },
  });
  const accepted = statuses.filter((status) => status === 202).length;
  if (accepted < orders.count) {
    throw new Error(`Of ${orders.count} orders ${accepted} were registered.`);
  }
};

const atOnce = 512;
const progressEvery = 100_000;

const executionOf = (
  { names, total }: OrderBatch,
  order: number,
  clientId: string,
): OrderExecution => {
  const orderNumber = orderNumberOf(names, order);
  const orderId = orderIdIn(names, order);
  const { store: storeId, ...registration } = benchRegistration(names.store, orderNumber, total);
  const command: RegisterOrderCommand = {
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

/**
 * Makes every read of an event store return no events. The orders to register are new, so reading
 * their streams would only take time.
 */
const withoutReads = (eventStore: EventStore): EventStore => {
  eventStore.read = () => Promise.resolve([]);
  return eventStore;
};

/**
 * Registers orders by writing their events to the event store with the code of the API. HTTP would
 * take too long for hundreds of thousands of orders. The running API then has none of the orders in
 * memory, as if they were registered long ago. If the URL of the event store is not known, the
 * orders are registered by HTTP.
 */
export const registerInTheLog = async (bench: Bench, orders: OrderBatch): Promise<void> => {
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
