import type { Order } from '#ledger';

/** Events folded into all kept orders together: what an order takes in memory grows with its events. */
const eventsMax = 60_000;
const ordersMax = 5_000;

/** Orders as they were folded last, the least recently used forgotten first. */
export class FoldedOrders {
  readonly #orders = new Map<string, Order>();
  #events = 0;

  /** The order if it was folded up to right before this revision. It is not kept any longer. */
  take(streamId: string, revision: number): Order | undefined {
    const order = this.#orders.get(streamId);
    if (order === undefined) return undefined;
    this.#orders.delete(streamId);
    this.#events -= eventsOf(order);
    return order.revision + 1 === revision ? order : undefined;
  }

  keep(streamId: string, order: Order): void {
    this.#orders.set(streamId, order);
    this.#events += eventsOf(order);
    for (const [oldest] of this.#orders) {
      if (this.#orders.size === 1 || !this.#isFull()) return;
      this.take(oldest, -1);
    }
  }

  #isFull(): boolean {
    return this.#orders.size > ordersMax || this.#events > eventsMax;
  }
}

const eventsOf = ({ revision }: Order): number => revision + 1;
