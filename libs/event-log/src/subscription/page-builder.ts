import { UnreadableEvent } from '../faults/unreadable-event.js';
import { decodeInItsStream } from '../events/decode-event.js';
import type { RecordedEvent } from '../events/recorded-event.js';
import type { StoredEvent } from '../client/stored-event.js';
import { decodeSettlementEvent } from '../settlement/decode-settlement-event.js';
import type { RecordedSettlementEvent } from '../settlement/recorded-settlement-event.js';
import { isSettlementStream } from '../settlement/settlement-stream-of.js';
import type { Delivery } from './delivery.js';
import { markOf } from './log-mark.js';
import type { LogMark, LogPage } from './log-page.js';
import { unreadableStored, type UnreadableStored } from './unreadable-stored.js';

/** Collects the deliveries of one connection into pages. */
export class PageBuilder {
  #events: RecordedEvent[] = [];
  #settlements: RecordedSettlementEvent[] = [];
  #damages: UnreadableStored[] = [];
  #last: LogMark | undefined;
  #lastStored: Date | undefined;
  #caughtUp = false;
  #changed = false;

  /** `position`: where the connection starts, exclusive. */
  constructor(private position: bigint) {}

  /** In the page so far. */
  get events(): number {
    return this.#events.length + this.#settlements.length + this.#damages.length;
  }

  add(delivery: Delivery): void {
    if ('event' in delivery) {
      this.#keep(delivery.event);
      this.#lastStored = delivery.event.created;
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
      ...(this.#damages.length > 0 && { damages: this.#damages }),
      ...(this.#last && { last: this.#last }),
      position: this.position,
      caughtUp: this.#caughtUp,
      ...(storedAt !== undefined && { storedAt }),
    };
    this.#events = [];
    this.#settlements = [];
    this.#damages = [];
    this.#last = undefined;
    this.#lastStored = undefined;
    this.#changed = false;
    return page;
  }

  /** An event that cannot be read is told as that, so that one order's trouble keeps nobody from the others. */
  #keep(stored: StoredEvent): void {
    const position = stored.position?.commit;
    if (position === undefined) throw new TypeError('The event store gave no position.');
    try {
      if (isSettlementStream(stored.streamId))
        this.#settlements.push(decodeSettlementEvent(stored));
      else this.#events.push(decodeInItsStream(stored));
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      this.#damages.push(unreadableStored(stored, position, error.why));
    }
    this.#last = markOf(stored, position);
    this.#reach(position);
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
