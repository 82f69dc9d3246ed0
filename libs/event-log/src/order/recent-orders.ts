import type { LoadedOrder } from './loaded-order.js';

export interface RecentOrdersLimits {
  readonly cachedOrdersMax: number;
  /**
   * Most rows, captured rows and events of all cached orders together, each of which takes about 0.5 kB of memory. The
   * order used last is kept however much it weighs: what one order can weigh is bounded by its own limits.
   */
  readonly cachedWeightMax: number;
}

/**
 * The folds of the orders used last, so that a command needs to read nothing. Nothing here is trusted: what is decided
 * on an entry counts only if an append at the entry's revision succeeds (docs/decisions/0005).
 */
export class RecentOrders {
  readonly #orders = new Map<string, LoadedOrder>();
  #weight = 0;

  constructor(private readonly limits: RecentOrdersLimits) {}

  get(orderId: string): LoadedOrder | undefined {
    return this.#orders.get(orderId);
  }

  keep(orderId: string, loaded: LoadedOrder): void {
    this.#drop(orderId);
    this.#orders.set(orderId, loaded);
    this.#weight += weightOf(loaded);
    if (this.#isOverfull()) this.#makeRoom(orderId);
  }

  #makeRoom(latest: string): void {
    for (const oldest of this.#orders.keys()) {
      if (oldest === latest || !this.#isOverfull()) return;
      this.#drop(oldest);
    }
  }

  #drop(orderId: string): void {
    const dropped = this.#orders.get(orderId);
    if (dropped === undefined) return;
    this.#orders.delete(orderId);
    this.#weight -= weightOf(dropped);
  }

  #isOverfull(): boolean {
    const { cachedOrdersMax, cachedWeightMax } = this.limits;
    return this.#orders.size > cachedOrdersMax || this.#weight > cachedWeightMax;
  }
}

const weightOf = ({ order, revision }: LoadedOrder): number =>
  order.balance.rows.length + order.capturedRows + revision + 1;
