/** Refusals within this time count once: their requests were sent at about the same time. */
const burstMs = 1_000;
/** Growth of the number for each second without a refusal. */
const perSecond = 5;

/**
 * The number of orders that may be at the gateway at once. Each burst of 429 answers halves it, and
 * it grows back in under a minute. The API uses the same secret key: a backlog at full speed would
 * take the requests of its checkouts.
 */
export class OrdersAtOnce {
  readonly #ordersMax: number;
  readonly #now: () => number;
  #lowered: number;
  #loweredAt = -Infinity;

  constructor(ordersMax: number, now: () => number = () => performance.now()) {
    this.#ordersMax = ordersMax;
    this.#lowered = ordersMax;
    this.#now = now;
  }

  get max(): number {
    const seconds = (this.#now() - this.#loweredAt) / 1_000;
    return Math.min(this.#ordersMax, this.#lowered + Math.floor(seconds * perSecond));
  }

  /** The gateway refused a request because it is asked too often. */
  refused(): void {
    const now = this.#now();
    if (now - this.#loweredAt < burstMs) return;
    this.#lowered = Math.max(1, Math.floor(this.max / 2));
    this.#loweredAt = now;
  }
}
