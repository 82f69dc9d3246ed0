import { decodeEvent } from '../events/decode-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeSettlementEvent } from '../settlement/decode-settlement-event.js';
import type { RecordedSettlementEvent } from '../settlement/recorded-settlement-event.js';
import { isSettlementStream } from '../settlement/settlement-stream-of.js';
import type { Delivery } from './delivery.js';
import type { LogPage } from './log-page.js';

/** Collects the deliveries of one connection into pages. */
export class PageBuilder {
  #events: RecordedEvent[] = [];
  #settlements: RecordedSettlementEvent[] = [];
  #lastStored: Date | undefined;
  #caughtUp = false;
  #changed = false;

  /** `position`: where the connection starts, exclusive. */
  constructor(private position: bigint) {}

  /** In the page so far. */
  get events(): number {
    return this.#events.length + this.#settlements.length;
  }

  add(delivery: Delivery): void {
    if ('event' in delivery) {
      const position = this.#keep(delivery.event);
      this.#lastStored = delivery.event.created;
      this.#reach(position);
    } else if ('checkpoint' in delivery) this.#reach(delivery.checkpoint);
    else this.#setCaughtUp(delivery.caughtUp);
  }

  /** The page so far, if there is anything to say; the next one starts. */
  take(): LogPage | undefined {
    if (!this.#changed) return undefined;
    const storedAt = this.#lastStored?.toISOString();
    const page = {
      events: this.#events,
      ...(this.#settlements.length > 0 && { settlements: this.#settlements }),
      position: this.position,
      caughtUp: this.#caughtUp,
      ...(storedAt !== undefined && { storedAt }),
    };
    this.#events = [];
    this.#settlements = [];
    this.#lastStored = undefined;
    this.#changed = false;
    return page;
  }

  #keep(stored: StoredEvent): bigint {
    if (isSettlementStream(stored.streamId)) {
      const settlement = decodeSettlementEvent(stored);
      this.#settlements.push(settlement);
      return settlement.position;
    }
    const event = decodeEvent(stored);
    this.#events.push(event);
    return event.position;
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
