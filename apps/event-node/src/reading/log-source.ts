import type { LogStore, PageLimit } from '../storage/log-store.js';
import { visibleInAll } from '../persistent/group-streams.js';
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
  readonly #store: LogStore;
  readonly #options: LogReadOptions;
  readonly #to: number;
  #next: number;
  #left: number;

  constructor(store: LogStore, durable: number, options: LogReadOptions) {
    this.#store = store;
    this.#options = options;
    this.#to = options.backwards ? 0 : durable;
    this.#next = firstPosition(durable, options);
    this.#left = options.count;
  }

  next(): ReadPage {
    const { backwards, page } = this.#options;
    if (this.#left <= 0 || this.#isAtEnd()) return { events: [], isLast: true };
    const limit = { ...page, events: Math.min(this.#left, page.events) };
    const read = this.#store.events({ from: this.#next, to: this.#to, backwards }, limit);
    const last = read.at(-1);
    if (last === undefined) return { events: [], isLast: true };
    this.#next = last.position + (backwards ? -1 : 1);
    const events = this.#matching(visibleInAll(read));
    this.#left -= events.length;
    return { events, isLast: this.#left <= 0 || this.#isAtEnd() };
  }

  #matching(events: readonly StoredEvent[]): readonly StoredEvent[] {
    const { filter } = this.#options;
    return filter === undefined ? events : events.filter((event) => filter.matches(event));
  }

  #isAtEnd(): boolean {
    return this.#options.backwards ? this.#next < this.#to : this.#next > this.#to;
  }
}

/**
 * Forwards at and after the position, backwards before it: a position between events is a point in
 * the order.
 */
const firstPosition = (durable: number, { from, backwards }: LogReadOptions): number => {
  if (from === 'start') return backwards ? -1 : 0;
  if (from === 'end') return backwards ? durable : durable + 1;
  return backwards ? Math.min(from - 1, durable) : from;
};
