import type { StoredEvent } from '../storage/event-record.js';
import type { PageLimit } from '../storage/log-store.js';

/** The last events of the log, kept in memory for those who follow it closely. Bounded by bytes. */
export class LogTail {
  readonly #bytesMax: number;
  #events: StoredEvent[] = [];
  #dropped = 0;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#bytes += event.record.length;
    }
    while (this.#bytes > this.#bytesMax) {
      this.#bytes -= this.#events[this.#dropped]?.record.length ?? this.#bytes;
      this.#dropped += 1;
    }
    if (this.#dropped > this.#events.length / 2) {
      this.#events = this.#events.slice(this.#dropped);
      this.#dropped = 0;
    }
  }

  /** A page of the events after a position, undefined if the tail does not reach back that far. */
  after(position: number, limit: PageLimit): readonly StoredEvent[] | undefined {
    const first = this.#events[this.#dropped];
    if (first === undefined || first.position > position + 1) return undefined;
    const start = this.#dropped + (position + 1 - first.position); // Positions have no gaps.
    let end = start;
    for (let bytes = 0; end < start + limit.events && bytes < limit.bytes; end++) {
      const event = this.#events[end];
      if (event === undefined) break;
      bytes += event.record.length;
    }
    return this.#events.slice(start, end);
  }
}
