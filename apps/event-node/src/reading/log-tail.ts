import type { StoredEvent } from '../storage/event-record.js';
import type { PageLimit } from '../storage/log-reader.js';

/** The last events of the log, kept in memory for those who follow it closely. Bounded by bytes. */
export class LogTail {
  readonly #bytesMax: number;
  #events: StoredEvent[] = [];
  /** How many of them are dropped already. */
  #dropped = 0;
  #bytes = 0;
  /** Every later event is in the tail. */
  #floor: number;

  /** The tail of a log whose last event is at `position`. */
  constructor(bytesMax: number, position: number) {
    this.#bytesMax = bytesMax;
    this.#floor = position;
  }

  add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#bytes += event.record.length;
    }
    while (this.#bytes > this.#bytesMax) this.#drop();
    if (this.#dropped > this.#events.length / 2) {
      this.#events = this.#events.slice(this.#dropped);
      this.#dropped = 0;
    }
  }

  /** A page of the events after a position, undefined if the tail does not reach back that far. */
  after(position: number, limit: PageLimit): readonly StoredEvent[] | undefined {
    if (position < this.#floor) return undefined;
    const start = this.#firstAfter(position);
    let end = start;
    for (let bytes = 0; end < start + limit.events && bytes < limit.bytes; end++) {
      const event = this.#events[end];
      if (event === undefined) break;
      bytes += event.record.length;
    }
    return this.#events.slice(start, end);
  }

  #drop(): void {
    const event = this.#events[this.#dropped];
    if (event === undefined) return;
    this.#bytes -= event.record.length;
    this.#floor = event.position;
    this.#dropped += 1;
  }

  #firstAfter(position: number): number {
    let low = this.#dropped;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.position ?? Infinity) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
