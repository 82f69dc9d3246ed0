import type { ReadFrom } from '../model/requests.js';
import type { EventRecord } from '../storage/log/event-record.js';
import type { LogCursor } from '../storage/log-cursor.js';
import type { PageLimit } from '../storage/log/log-reader.js';
import type { LogStore } from '../storage/log-store.js';
import type { EventFilter } from './event-filter.js';
import type { StreamVisibility } from './stream-visibility.js';

interface ReadPage {
  readonly events: readonly EventRecord[];
  readonly isLast: boolean;
}

/**
 * A read of a stream or of `$all` that has an end, unlike a subscription. Each call of `next`
 * returns some events (a page).
 */
export interface EventSource {
  next(): ReadPage;
}

interface LogReadOptions {
  readonly from: ReadFrom;
  readonly backwards: boolean;
  readonly count: number;
  readonly filter: EventFilter | undefined;
  readonly page: PageLimit;
}

/**
 * Reads `$all` in one direction. Events that became durable after the read began are not included.
 */
export class LogEventSource implements EventSource {
  readonly #options: LogReadOptions;
  readonly #cursor: LogCursor;
  /**
   * The position at which a forward read ends: that of the newest durable event when the read
   * began.
   */
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

  #read(limit: PageLimit): readonly EventRecord[] {
    if (this.#options.backwards) return this.#cursor.backwards(limit);
    const events = this.#cursor.forwards(limit);
    const last = events.at(-1);
    if (last === undefined || last.position <= this.#to) return events;
    return events.filter(({ position }) => position <= this.#to);
  }

  #matching(events: readonly EventRecord[]): readonly EventRecord[] {
    const { filter } = this.#options;
    return filter === undefined ? events : events.filter((event) => filter.matches(event));
  }

  #isEnd({ position }: EventRecord): boolean {
    return !this.#options.backwards && position >= this.#to;
  }
}

/**
 * Returns the point in the log where a read begins. A forward read returns the events at and after
 * this point. A backward read returns the events before it.
 */
const pointOf = (durable: number, { from, backwards }: LogReadOptions): number => {
  if (from === 'start') return 0;
  if (from === 'end') return durable + 1;
  return backwards ? Math.min(from, durable + 1) : from;
};

type ReadableStream = Extract<StreamVisibility, { kind: 'readable' }>;

interface StreamReadOptions {
  readonly from: ReadFrom;
  readonly backwards: boolean;
  readonly count: number;
  readonly page: PageLimit;
}

/**
 * Reads one stream in one direction. Events that are appended after the read began are not
 * included.
 */
export class StreamEventSource implements EventSource {
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

  /**
   * The last revision that was read. If nothing was read yet, this is the revision next to the
   * first one to read, so that a reader can continue from it.
   */
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

const isTooOld = (event: EventRecord, maxAgeSeconds: number | undefined): boolean =>
  maxAgeSeconds !== undefined && event.created < Date.now() - maxAgeSeconds * 1000;
