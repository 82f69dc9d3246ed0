import type { NotedOrder } from '#gateway';
import { isFairShare } from '#runtime';
import type { FollowedTo } from './gateway-work.js';

/**
 * An order that this process has taken from the log or from the table `gateway.orders`, to make its
 * calls to the gateway.
 */
export interface OrderInHand extends NotedOrder {
  /**
   * Absent for an order from the table `gateway.orders`, which is read from its stream before the
   * first call to the gateway.
   */
  readonly followed?: FollowedTo | undefined;
}

/**
 * The orders in memory that wait for their turn at the gateway. Stores take turns, and each store
 * has a fair share of the queue, so that a store with thousands of orders delays only its own
 * orders (docs/decisions/0053).
 */
export class OrderQueue {
  readonly #ordersMax: number;
  /** Stores with orders in the queue, in the order of their turns. */
  readonly #stores = new Map<string, Map<string, OrderInHand>>();
  /** The store of each order in the queue, by order id. */
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

  /**
   * Stores that fill more than half of their share of the queue. A search of the table
   * `gateway.orders` skips the orders of these stores, and reads orders of other stores instead.
   */
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
   * Adds an order as the last one of its store, even if the queue is full. An order that is in the
   * queue already is replaced and keeps its place.
   */
  add(order: OrderInHand): void {
    const { orderId, storeId } = order;
    // A row in the table `gateway.orders` that an old version of the ledger wrote has no store. If
    // an event then gives the order's store, the order moves to the queue of that store.
    if (this.#storeOf.get(orderId) !== storeId) this.#remove(orderId);
    const orders = this.#stores.get(storeId) ?? new Map<string, OrderInHand>();
    this.#stores.set(storeId, orders.set(orderId, order));
    this.#storeOf.set(orderId, storeId);
  }

  /**
   * Removes and returns the first order of the store whose turn it is. A store that `mayStart`
   * refuses is skipped, and keeps its turn for the next call.
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
