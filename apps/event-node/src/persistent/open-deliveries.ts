import type { Consumer } from './consumer.js';
import type { Delivery } from './delivery.js';

interface OpenDelivery {
  readonly delivery: Delivery;
  readonly consumer: Consumer;
}

const TIMER_MS_MAX = 2 ** 31 - 1;

/** What consumers have and did not answer yet, in the order it was sent. */
export class OpenDeliveries {
  readonly #timeoutMs: number;
  readonly #onExpired: (delivery: Delivery) => void;
  readonly #open = new Map<string, OpenDelivery>();
  #timer: NodeJS.Timeout | undefined;

  /** `timeoutMs` 0: nothing expires. */
  constructor(timeoutMs: number, onExpired: (delivery: Delivery) => void) {
    this.#timeoutMs = timeoutMs;
    this.#onExpired = onExpired;
  }

  get size(): number {
    return this.#open.size;
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  add(delivery: Delivery, consumer: Consumer): void {
    delivery.sentAt = Date.now();
    this.#open.set(delivery.id, { delivery, consumer });
    this.#watch();
  }

  /** It is answered, or its consumer is gone. */
  close(id: string): void {
    this.#open.get(id)?.consumer.open.delete(id);
    this.#open.delete(id);
  }

  clear(): void {
    this.#open.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #watch(): void {
    const [oldest] = this.#open.values();
    if (oldest === undefined || this.#timer !== undefined || this.#timeoutMs === 0) return;
    const ms = oldest.delivery.sentAt + this.#timeoutMs - Date.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#expire();
        this.#watch();
      },
      Math.min(Math.max(ms, 1), TIMER_MS_MAX),
    ).unref();
  }

  #expire(): void {
    const latest = Date.now() - this.#timeoutMs;
    for (const { delivery } of this.#open.values()) {
      if (delivery.sentAt > latest) return;
      this.close(delivery.id);
      this.#onExpired(delivery);
    }
  }
}
