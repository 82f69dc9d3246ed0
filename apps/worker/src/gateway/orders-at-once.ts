/**
 * Refusals of requests (429) within this number of milliseconds count as one refusal, because their
 * requests were sent at about the same time.
 */
const burstMs = 1_000;
/**
 * The number by which the limit of orders at the gateway grows for each second without a refusal
 * (429).
 */
const perSecond = 5;

/**
 * The number of orders that may have a request at the gateway at the same time. After a burst of
 * 429 answers (too many requests) the number is halved, and grows back in under a minute. The API
 * uses the same secret key, and its checkouts must not be refused because the worker sends too many
 * requests.
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

  /** Called when the gateway has refused a request because too many were sent. */
  refused(): void {
    const now = this.#now();
    if (now - this.#loweredAt < burstMs) return;
    this.#lowered = Math.max(1, Math.floor(this.max / 2));
    this.#loweredAt = now;
  }
}
