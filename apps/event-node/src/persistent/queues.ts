import type { Consumer } from './consumer.js';
import type { Delivery } from './delivery.js';
import type { Distribution } from './distribution.js';

/** The events of a group that wait for a consumer: those to be tried again come first. */
export class Queues {
  readonly #retries: Delivery[] = [];
  readonly #fresh: Delivery[] = [];

  get retries(): number {
    return this.#retries.length;
  }

  get fresh(): number {
    return this.#fresh.length;
  }

  add(deliveries: readonly Delivery[]): void {
    this.#fresh.push(...deliveries);
  }

  retry(delivery: Delivery): void {
    this.#retries.push(delivery);
  }

  /** Takes out the next event that has a taker. An id that is open already has to wait. */
  next(
    distribution: Distribution,
    consumers: readonly Consumer[],
    isOpen: (id: string) => boolean,
  ): { readonly delivery: Delivery; readonly consumer: Consumer } | undefined {
    for (const queue of [this.#retries, this.#fresh]) {
      const lookAhead = Math.min(distribution.lookAhead, queue.length);
      for (let index = 0; index < lookAhead; index++) {
        const delivery = queue[index];
        if (delivery === undefined || isOpen(delivery.id)) continue;
        const consumer = distribution.pick(consumers, delivery);
        if (consumer === undefined) continue;
        queue.splice(index, 1);
        return { delivery, consumer };
      }
    }
    return undefined;
  }
}
