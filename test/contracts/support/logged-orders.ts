import { connectEventStore, type EventStore, readHistory, toDomainEvent } from '#event-log';
import { evolve, type Order } from '#ledger';
import { eventually } from '../../support/system.js';

export interface LoggedOrder {
  readonly order: Order;
  /** The log position of the order's newest event. */
  readonly position: bigint;
}

/**
 * Reads the events of orders directly from the log and folds them. Neither the API nor the read
 * models are involved, so the result can be compared with them.
 */
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

  /**
   * Waits until the gateway has completed all captures and refunds of the order, and then returns
   * the order.
   */
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
