import { weightOfBalance } from '#ledger';
import { LRUCache } from 'lru-cache';
import type { LoadedOrder } from './load-order.js';

export interface RecentOrdersLimits {
  readonly recentOrdersMax: number;
  /** Estimated memory of all of them. */
  readonly recentBytesMax: number;
}

/**
 * The folds of the orders used last, so that a command needs to read nothing. Nothing here is
 * trusted: a decision made on an entry counts only if an append at the entry's revision succeeds
 * (docs/decisions/0005).
 */
export class RecentOrders {
  readonly #orders: LRUCache<string, LoadedOrder>;

  constructor({ recentOrdersMax, recentBytesMax }: RecentOrdersLimits) {
    this.#orders = new LRUCache({
      max: recentOrdersMax,
      maxSize: recentBytesMax,
      // The order used last is kept however large: one order is bounded by its own limits.
      sizeCalculation: (loaded) => Math.min(bytesOf(loaded), recentBytesMax),
    });
  }

  get(orderId: string): LoadedOrder | undefined {
    return this.#orders.get(orderId);
  }

  keep(orderId: string, loaded: LoadedOrder): void {
    this.#orders.set(orderId, loaded);
  }

  clear(): void {
    this.#orders.clear();
  }
}

/** A row, a recorded row or an event takes 350 bytes on average (docs/decisions/0041). */
const bytesOfOne = 384;

const bytesOf = ({ order, revision }: LoadedOrder): number =>
  bytesOfOne *
  (weightOfBalance(order.balance) +
    order.recordedRows +
    (order.reauthorizations?.pending?.rows.length ?? 0) +
    revision);
