import { decodeEvent } from '../events/decode-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import type { Delivery } from './delivery.js';
import type { LogPage } from './log-page.js';

/** Collects the deliveries of one connection into pages. */
export class PageBuilder {
  #events: RecordedEvent[] = [];
  #lastStored: Date | undefined;
  #caughtUp = false;
  #changed = false;

  /** `position`: where the connection starts, exclusive. */
  constructor(private position: bigint) {}

  /** In the page so far. */
  get events(): number {
    return this.#events.length;
  }

  add(delivery: Delivery): void {
    if ('event' in delivery) {
      const event = decodeEvent(delivery.event);
      this.#events.push(event);
      this.#lastStored = delivery.event.created;
      this.#reach(event.position);
    } else if ('checkpoint' in delivery) this.#reach(delivery.checkpoint);
    else this.#setCaughtUp(delivery.caughtUp);
  }

  /** The page so far, if there is anything to say; the next one starts. */
  take(): LogPage | undefined {
    if (!this.#changed) return undefined;
    const storedAt = this.#lastStored?.toISOString();
    const page = {
      events: this.#events,
      position: this.position,
      caughtUp: this.#caughtUp,
      ...(storedAt !== undefined && { storedAt }),
    };
    this.#events = [];
    this.#lastStored = undefined;
    this.#changed = false;
    return page;
  }

  #reach(position: bigint): void {
    if (position <= this.position) return;
    this.position = position;
    this.#changed = true;
  }

  #setCaughtUp(caughtUp: boolean): void {
    if (this.#caughtUp === caughtUp) return;
    this.#caughtUp = caughtUp;
    this.#changed = true;
  }
}
