import type { LogCursor } from '../storage/log-cursor.js';
import type { PageLimit } from '../storage/log-reader.js';
import type { LogStore } from '../storage/log-store.js';
import type { StoredEvent } from '../storage/event-record.js';
import type { DurablePosition } from './durable-position.js';
import type { ReadFrom } from './event-source.js';
import type { Follower, FollowStep } from './follow-step.js';

export interface LogFollowerSources {
  readonly store: LogStore;
  readonly durable: DurablePosition;
}

/**
 * Follows `$all` after a position: from the rounds in memory if they reach back to it, else from
 * the log.
 */
export class LogFollower implements Follower {
  readonly #store: LogStore;
  readonly #durable: DurablePosition;
  readonly #page: PageLimit;
  #after: number;
  /** Where reading from disk goes on. */
  #cursor: LogCursor | undefined;
  #isLive = false;

  constructor({ store, durable }: LogFollowerSources, from: ReadFrom, page: PageLimit) {
    this.#store = store;
    this.#durable = durable;
    this.#page = page;
    this.#after = from === 'start' ? 0 : from === 'end' ? durable.position : from;
  }

  next(): FollowStep {
    const events = this.#read();
    this.#after = events.at(-1)?.position ?? this.#after;
    const isAtEnd = this.#after >= this.#durable.position;
    const hasCaughtUp = isAtEnd && !this.#isLive;
    if (isAtEnd) this.#isLive = true;
    return { events, isAtEnd, hasCaughtUp };
  }

  onMore(listener: () => void): () => void {
    return this.#durable.onAdvance(listener);
  }

  #read(): readonly StoredEvent[] {
    if (this.#after >= this.#durable.position) return [];
    const recent = this.#durable.tail.after(this.#after, this.#page);
    if (recent !== undefined) {
      this.#cursor = undefined;
      return recent;
    }
    this.#isLive = false;
    this.#cursor ??= this.#store.cursor(this.#after + 1);
    return this.#cursor.forwards(this.#page);
  }
}
