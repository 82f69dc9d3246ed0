import type { StoredEvent } from '../storage/event-record.js';
import type { PageLimit } from '../storage/log-reader.js';
import type { LogStore } from '../storage/log-store.js';
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
    const { streamNumber, maxAgeSeconds } = this.#stream;
    const limit = { events: Math.min(this.#left, page.events), bytes: page.bytes };
    const stretch = { from: this.#next, to: this.#to, backwards };
    const read = this.#store.streamEvents(streamNumber, stretch, limit);
    this.#next += backwards ? -read.length : read.length;
    const events = read.filter((event) => !isTooOld(event, maxAgeSeconds));
    this.#left -= events.length;
    return { events, isLast: read.length === 0 || this.#left <= 0 || this.#isAtEnd() };
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
}

const firstRevision = (stream: ReadableStream, { from, backwards }: StreamReadOptions): number => {
  if (from === 'end') return backwards ? stream.last : stream.last + 1;
  const revision = from === 'start' ? 0 : from;
  return backwards ? Math.min(revision, stream.last) : Math.max(revision, stream.first);
};

const isTooOld = (event: StoredEvent, maxAgeSeconds: number | undefined): boolean =>
  maxAgeSeconds !== undefined && event.created < Date.now() - maxAgeSeconds * 1000;
