import { connectEventStore, type EventStore, readHistory, toDomainEvent } from '#event-log';
import { evolve, type Order } from '#ledger';
import { eventually } from '../../support/system.js';

export interface LoggedOrder {
  readonly order: Order;
  /** Position in the log of the last event of the order. */
  readonly position: bigint;
}

/** Reads the streams of orders and folds them, without using the read models or the API. */
export class LoggedOrders {
  readonly #eventStore: EventStore;

  constructor(eventStoreUrl: string) {
    this.#eventStore = connectEventStore(eventStoreUrl);
  }

  async read(orderId: string): Promise<LoggedOrder> {
    let order: Order | undefined;
    let position = -1n;
    for await (const event of readHistory(this.#eventStore, orderId)) {
      order = evolve(order, toDomainEvent(event));
      ({ position } = event);
    }
    if (order === undefined) throw new Error(`There is no order ${orderId}`);
    return { order, position };
  }

  /** Returns the order once the gateway has completed all its captures and refunds. */
  async settled(orderId: string): Promise<LoggedOrder> {
    return eventually('the gateway has answered', async () => {
      const logged = await this.read(orderId);
      return hasOpenActions(logged.order) ? undefined : logged;
    });
  }

  close(): Promise<void> {
    return this.#eventStore.dispose();
  }
}

const hasOpenActions = ({ captures, refunds }: Order): boolean =>
  [...captures.values(), ...(refunds?.made.values() ?? [])].some(
    ({ status }) => status === 'requested',
  );
