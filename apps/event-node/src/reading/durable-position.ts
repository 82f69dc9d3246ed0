import type { StoredEvent } from '../storage/event-record.js';
import type { LogTail } from './log-tail.js';

type Listener = () => void;

/**
 * The last position that is flushed to disk. No reader passes it, so nobody ever sees an event that
 * a power loss could take back (event-node.md, section 10, point 3).
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

  /** A round is durable: its events may be read from now on. */
  advance(events: readonly StoredEvent[]): void {
    this.#position = events.at(-1)?.position ?? this.#position;
    this.tail.add(events);
    for (const listener of this.#logListeners) listener();
    if (this.#streamListeners.size > 0) this.#wakeStreams(events);
  }

  /** Calls back after every advance, until the answered function is called. */
  onAdvance(listener: Listener): () => void {
    this.#logListeners.add(listener);
    return () => this.#logListeners.delete(listener);
  }

  /** Calls back after every advance that brought events of the stream or of its metadata. */
  onStream(streamName: string, listener: Listener): () => void {
    const listeners = this.#streamListeners.get(streamName) ?? new Set();
    this.#streamListeners.set(streamName, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#streamListeners.delete(streamName);
    };
  }

  #wakeStreams(events: readonly StoredEvent[]): void {
    const names = new Set(events.map((event) => event.streamName.toString('utf8')));
    for (const name of names) {
      for (const listener of this.#streamListeners.get(name) ?? []) listener();
    }
  }
}
