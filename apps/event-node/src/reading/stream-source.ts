import type { StoredEvent } from '../storage/event-record.js';
import type { LogStore, PageLimit } from '../storage/log-store.js';
import type { EventSource, ReadFrom, ReadPage } from './event-source.js';
import type { StreamSight } from './stream-sight.js';

type ReadableStream = Extract<StreamSight, { kind: 'readable' }>;

export interface StreamReadOptions {
  readonly from: ReadFrom;
  readonly backwards: boolean;
  readonly count: number;
  readonly page: PageLimit;
}

/** Reads a stretch of one stream, as it was when the read began (event-node.md, section 5). */
export class StreamSource implements EventSource {
  readonly #store: LogStore;
  readonly #stream: ReadableStream;
  readonly #options: StreamReadOptions;
  #next: number;
  #left: number;

  constructor(store: LogStore, stream: ReadableStream, options: StreamReadOptions) {
    this.#store = store;
    this.#stream = stream;
    this.#options = options;
    this.#next = firstRevision(stream, options);
    this.#left = options.count;
  }

  next(): ReadPage {
    if (this.#left <= 0 || this.#isAtEnd()) return { events: [], isLast: true };
    const { backwards, page } = this.#options;
    const limit = Math.min(this.#left, page.events);
    const stretch = { from: this.#next, to: this.#to, backwards };
    const positions = this.#store.positions(this.#stream.streamNumber, stretch, limit);
    const events = this.#load(positions);
    this.#left -= events.length;
    const isLast = positions.length === 0 || this.#left <= 0 || this.#isAtEnd();
    return { events, isLast };
  }

  /** The revision read last; one before the first until something was read. */
  get lastRead(): number {
    return this.#next - (this.#options.backwards ? -1 : 1);
  }

  get #to(): number {
    return this.#options.backwards ? this.#stream.first : this.#stream.last;
  }

  #isAtEnd(): boolean {
    return this.#options.backwards ? this.#next < this.#to : this.#next > this.#to;
  }

  /** Loads what fits into a page, and moves on behind it. */
  #load(positions: readonly number[]): StoredEvent[] {
    const events: StoredEvent[] = [];
    let bytes = 0;
    for (const position of positions) {
      const event = this.#store.event(position);
      this.#next += this.#options.backwards ? -1 : 1;
      if (event === undefined || isTooOld(event, this.#stream.maxAgeSeconds)) continue;
      events.push(event);
      bytes += event.record.length;
      if (bytes >= this.#options.page.bytes) break;
    }
    return events;
  }
}

const firstRevision = (stream: ReadableStream, { from, backwards }: StreamReadOptions): number => {
  if (from === 'end') return backwards ? stream.last : stream.last + 1;
  const revision = from === 'start' ? 0 : from;
  return backwards ? Math.min(revision, stream.last) : Math.max(revision, stream.first);
};

export const isTooOld = (event: StoredEvent, maxAgeSeconds: number | undefined): boolean =>
  maxAgeSeconds !== undefined && event.created < Date.now() - maxAgeSeconds * 1000;
