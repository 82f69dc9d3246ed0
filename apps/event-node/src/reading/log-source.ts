import type { LogCursor } from '../storage/log-cursor.js';
import type { PageLimit } from '../storage/log-reader.js';
import type { LogStore } from '../storage/log-store.js';
import type { StoredEvent } from '../storage/event-record.js';
import type { EventFilter } from './event-filter.js';
import type { EventSource, ReadFrom, ReadPage } from './event-source.js';

export interface LogReadOptions {
  readonly from: ReadFrom;
  readonly backwards: boolean;
  readonly count: number;
  readonly filter: EventFilter | undefined;
  readonly page: PageLimit;
}

/** Reads a stretch of `$all`, up to the position that was durable when the read began. */
export class LogSource implements EventSource {
  readonly #options: LogReadOptions;
  readonly #cursor: LogCursor;
  /** The last position that a read forwards sends. */
  readonly #to: number;
  #left: number;

  constructor(store: LogStore, durable: number, options: LogReadOptions) {
    this.#options = options;
    this.#cursor = store.cursor(pointOf(durable, options));
    this.#to = durable;
    this.#left = options.count;
  }

  next(): ReadPage {
    const { page } = this.#options;
    if (this.#left <= 0) return { events: [], isLast: true };
    const read = this.#read({ ...page, events: Math.min(this.#left, page.events) });
    const last = read.at(-1);
    if (last === undefined) return { events: [], isLast: true };
    const events = this.#matching(read);
    this.#left -= events.length;
    return { events, isLast: this.#left <= 0 || this.#isEnd(last) };
  }

  #read(limit: PageLimit): readonly StoredEvent[] {
    if (this.#options.backwards) return this.#cursor.backwards(limit);
    const events = this.#cursor.forwards(limit);
    const last = events.at(-1);
    if (last === undefined || last.position <= this.#to) return events;
    return events.filter(({ position }) => position <= this.#to);
  }

  #matching(events: readonly StoredEvent[]): readonly StoredEvent[] {
    const { filter } = this.#options;
    return filter === undefined ? events : events.filter((event) => filter.matches(event));
  }

  #isEnd({ position }: StoredEvent): boolean {
    return !this.#options.backwards && position >= this.#to;
  }
}

/**
 * Forwards at and after the position, backwards before it: a position between events is a point in
 * the order.
 */
const pointOf = (durable: number, { from, backwards }: LogReadOptions): number => {
  if (from === 'start') return 0;
  if (from === 'end') return durable + 1;
  return backwards ? Math.min(from, durable + 1) : from;
};
