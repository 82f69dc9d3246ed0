import type { NotedOrder } from '#gateway';
import { isFairShare } from '#runtime';
import type { FollowedTo } from './gateway-work.js';

/** An order that this process has taken from the log or from the table, and has to work on. */
export interface OrderInHand extends NotedOrder {
  /** Absent for an order from the table: it is read before the work on it. */
  readonly followed?: FollowedTo | undefined;
}

/**
 * The orders in memory that wait for a place at the gateway. Stores take turns, and each one has a
 * fair share of the room, so that a store with thousands of orders delays only its own
 * (docs/decisions/0053).
 */
export class OrderQueue {
  readonly #ordersMax: number;
  /** Stores that have orders here, in the order of their turns. */
  readonly #stores = new Map<string, Map<string, OrderInHand>>();
  /** The store of each order here, by the id of the order. */
  readonly #storeOf = new Map<string, string>();

  constructor(ordersMax: number) {
    this.#ordersMax = ordersMax;
  }

  get size(): number {
    return this.#storeOf.size;
  }

  get orders(): readonly OrderInHand[] {
    return [...this.#stores.values()].flatMap((orders) => [...orders.values()]);
  }

  /** Stores with more than half of their share of the room. The search of the table skips them. */
  get crowdedStores(): readonly string[] {
    const free = this.#ordersMax - this.size;
    return [...this.#stores.entries()]
      .filter(([, orders]) => !isFairShare(2 * orders.size, free))
      .map(([storeId]) => storeId);
  }

  has(orderId: string): boolean {
    return this.#storeOf.has(orderId);
  }

  hasRoom(storeId: string): boolean {
    return isFairShare(this.#stores.get(storeId)?.size ?? 0, this.#ordersMax - this.size);
  }

  /**
   * Adds an order as the last one of its store, without a look at the room. An order that waits
   * here already is replaced in its place.
   */
  add(order: OrderInHand): void {
    const { orderId, storeId } = order;
    // The row of an earlier release names no store, and an event of the same order does.
    if (this.#storeOf.get(orderId) !== storeId) this.#remove(orderId);
    const orders = this.#stores.get(storeId) ?? new Map<string, OrderInHand>();
    this.#stores.set(storeId, orders.set(orderId, order));
    this.#storeOf.set(orderId, storeId);
  }

  /**
   * Removes and returns the first order of the store whose turn it is. A store that `mayStart`
   * refuses keeps its turn for the next call.
   */
  takeNext(mayStart: (storeId: string) => boolean): OrderInHand | undefined {
    for (const [storeId, orders] of this.#stores) {
      const [order] = orders.values();
      if (order === undefined || !mayStart(storeId)) continue;
      this.#remove(order.orderId);
      if (this.#stores.delete(storeId)) this.#stores.set(storeId, orders);
      return order;
    }
    return undefined;
  }

  #remove(orderId: string): void {
    const storeId = this.#storeOf.get(orderId);
    if (storeId === undefined) return;
    this.#storeOf.delete(orderId);
    const orders = this.#stores.get(storeId);
    orders?.delete(orderId);
    if (orders?.size === 0) this.#stores.delete(storeId);
  }

  clear(): void {
    this.#stores.clear();
    this.#storeOf.clear();
  }
}
