import type { EventRecord } from '../storage/log/event-record.js';
import type { PageLimit } from '../storage/log/log-reader.js';

type Listener = () => void;

/**
 * The position of the last durable event. Readers stop at this position, so that they see no event
 * that a power loss could remove.
 */
export class DurablePosition {
  readonly tail: LogTail;
  #position: number;
  readonly #logListeners = new Set<Listener>();
  readonly #streamListeners = new Map<string, Set<Listener>>();

  constructor(position: number, tail: LogTail) {
    this.#position = position;
    this.tail = tail;
  }

  get position(): number {
    return this.#position;
  }

  /**
   * Moves the position to the newest of these events, which have become durable together, and wakes
   * the subscriptions.
   */
  advance(events: readonly EventRecord[]): void {
    this.#position = events.at(-1)?.position ?? this.#position;
    this.tail.add(events);
    for (const listener of this.#logListeners) listener();
    if (this.#streamListeners.size > 0) this.#wakeStreams(events);
  }

  /** Calls the listener each time the position advances, until the returned function is called. */
  onAdvance(listener: Listener): () => void {
    this.#logListeners.add(listener);
    return () => this.#logListeners.delete(listener);
  }

  /**
   * Calls the listener each time the position advances past events of this stream, until the
   * returned function is called.
   */
  onStream(streamName: string, listener: Listener): () => void {
    const listeners = this.#streamListeners.get(streamName) ?? new Set();
    this.#streamListeners.set(streamName, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#streamListeners.delete(streamName);
    };
  }

  #wakeStreams(events: readonly EventRecord[]): void {
    const names = new Set(events.map((event) => event.streamName.toString('utf8')));
    for (const name of names) {
      for (const listener of this.#streamListeners.get(name) ?? []) listener();
    }
  }
}

/** The newest events of the log, kept in memory for subscriptions, up to a limit in bytes. */
export class LogTail {
  readonly #bytesMax: number;
  #events: EventRecord[] = [];
  /**
   * The number of entries at the beginning of `#events` that no longer belong to the tail. Removing
   * each of them at once would be slow, so they are removed together from time to time.
   */
  #dropped = 0;
  #bytes = 0;
  /** The log tail in memory has every event after this position, and no earlier event. */
  #floor: number;

  /** Begins with no events in memory. The last event of the log is at `position`. */
  constructor(bytesMax: number, position: number) {
    this.#bytesMax = bytesMax;
    this.#floor = position;
  }

  add(events: readonly EventRecord[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#bytes += event.bytes.length;
    }
    while (this.#bytes > this.#bytesMax) this.#drop();
    if (this.#dropped > this.#events.length / 2) {
      this.#events = this.#events.slice(this.#dropped);
      this.#dropped = 0;
    }
  }

  /**
   * Returns the next events after a position, at most as many as `limit` allows. Returns undefined
   * if some of them are too old to be in memory.
   */
  after(position: number, limit: PageLimit): readonly EventRecord[] | undefined {
    if (position < this.#floor) return undefined;
    const start = this.#firstAfter(position);
    let end = start;
    for (let bytes = 0; end < start + limit.events && bytes < limit.bytes; end++) {
      const event = this.#events[end];
      if (event === undefined) break;
      bytes += event.bytes.length;
    }
    return this.#events.slice(start, end);
  }

  #drop(): void {
    const event = this.#events[this.#dropped];
    if (event === undefined) return;
    this.#bytes -= event.bytes.length;
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
