import { weightOfBalance } from '#ledger';
import { LRUCache } from 'lru-cache';
import type { LoadedOrder } from './load-order.js';

export interface RecentOrdersLimits {
  readonly recentOrdersMax: number;
  /** Largest estimated memory of all remembered orders together, in bytes. */
  readonly recentBytesMax: number;
}

/**
 * Remembers the orders used last, so that a command on one of them does not read the log. A
 * remembered order may be out of date. So a decision on it is valid only if the append with the
 * order's revision succeeds (docs/decisions/0005).
 */
export class RecentOrders {
  readonly #orders: LRUCache<string, LoadedOrder>;

  constructor({ recentOrdersMax, recentBytesMax }: RecentOrdersLimits) {
    this.#orders = new LRUCache({
      max: recentOrdersMax,
      maxSize: recentBytesMax,
      // An order that is larger than the whole limit counts as exactly the limit. Otherwise the
      // cache would not keep such an order at all.
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

/**
 * The estimated memory of one element of an order in memory, such as a row or an event, in bytes.
 * The measured average is 350 bytes (docs/decisions/0041).
 */
const bytesOfOne = 384;

const bytesOf = ({ order, revision }: LoadedOrder): number =>
  bytesOfOne *
  (weightOfBalance(order.balance) +
    order.recordedRows +
    (order.reauthorizations?.pending?.rows.length ?? 0) +
    revision);
