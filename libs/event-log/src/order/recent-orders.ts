import { FoldedTexts } from './folded-texts.js';
import type { LoadedOrder } from './loaded-order.js';

export interface RecentOrdersLimits {
  /** Most orders that are kept ready for use. */
  readonly readyOrdersMax: number;
  /**
   * Most rows, captured rows and events of all orders kept ready, each of which takes about 1 kB of memory. The order
   * used last is kept however much it weighs: what one order can weigh is bounded by its own limits.
   */
  readonly readyWeightMax: number;
  /** Most memory for the orders that are kept as text, bytes. */
  readonly textBytesMax: number;
}

/** An order with more is not worth writing as text and reading again: the events after its fold are as quickly read. */
const textWeightMax = 256;

/**
 * The folds of the orders used last, so that a command needs to read nothing: the newest ready for use, those before
 * them as text. Nothing here is trusted: what is decided
 * on an entry counts only if an append at the entry's revision succeeds (docs/decisions/0005).
 */
export class RecentOrders {
  readonly #orders = new Map<string, LoadedOrder>();
  readonly #texts: FoldedTexts;
  #weight = 0;

  constructor(private readonly limits: RecentOrdersLimits) {
    this.#texts = new FoldedTexts(limits.textBytesMax);
  }

  get(orderId: string): LoadedOrder | undefined {
    return this.#orders.get(orderId) ?? this.#texts.get(orderId);
  }

  keep(orderId: string, loaded: LoadedOrder): void {
    this.#drop(orderId);
    this.#texts.drop(orderId);
    this.#orders.set(orderId, loaded);
    this.#weight += weightOf(loaded);
    for (const [oldest, itsFold] of this.#orders) {
      if (oldest === orderId || !this.#isOverfull()) return;
      this.#drop(oldest);
      if (weightOf(itsFold) <= textWeightMax) this.#texts.put(oldest, itsFold);
    }
  }

  #drop(orderId: string): void {
    const dropped = this.#orders.get(orderId);
    if (dropped === undefined) return;
    this.#orders.delete(orderId);
    this.#weight -= weightOf(dropped);
  }

  #isOverfull(): boolean {
    const { readyOrdersMax, readyWeightMax } = this.limits;
    return this.#orders.size > readyOrdersMax || this.#weight > readyWeightMax;
  }
}

const weightOf = ({ order, revision }: LoadedOrder): number =>
  order.balance.rows.length + order.capturedRows + revision + 1;
