import type { ReadFrom } from '../model/requests.js';
import { isMetadataStream, metadataStreamOf, streamOfMetadata } from '../model/stream.js';
import type { EventRecord } from '../storage/log/event-record.js';
import type { LogCursor } from '../storage/log-cursor.js';
import type { PageLimit } from '../storage/log/log-reader.js';
import type { LogStore } from '../storage/log-store.js';
import type { DurablePosition } from './durable-position.js';
import { StreamEventSource } from './event-source.js';
import { resolveStream, type StreamVisibility, type TombstonePlace } from './stream-visibility.js';

/** The result of one step of a subscription. */
export interface FollowStep {
  readonly events: readonly EventRecord[];
  /**
   * True if all durable events have been sent. The next step has events only after new ones have
   * become durable.
   */
  readonly isAtEnd: boolean;
  /**
   * True if this step reached the end of the log and the previous step had not. The client then
   * receives `caught_up`.
   */
  readonly hasCaughtUp: boolean;
  /** True if the stream is tombstoned: the subscription ends after the events of this step. */
  readonly isTombstoned?: boolean;
}

/**
 * The source of the events of a subscription. A follower reads the log or a stream, and then waits
 * for new events without end.
 */
export interface Follower {
  next(): FollowStep;
  /**
   * Calls the listener each time `next` may have new events. The returned function removes the
   * listener.
   */
  onMore(listener: () => void): () => void;
}

interface LogFollowerSources {
  readonly store: LogStore;
  readonly durable: DurablePosition;
}

/**
 * Follows `$all` after a position. The newest events are read from memory, older ones from the
 * disk.
 */
export class LogFollower implements Follower {
  readonly #store: LogStore;
  readonly #durable: DurablePosition;
  readonly #page: PageLimit;
  #after: number;
  /**
   * The place on the disk where reading continues. Undefined while the next events are still in
   * memory.
   */
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

  #read(): readonly EventRecord[] {
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

interface StreamFollowerSources {
  readonly store: LogStore;
  readonly durable: DurablePosition;
  readonly streamName: string;
}

const nothing: FollowStep = { events: [], isAtEnd: true, hasCaughtUp: false };

/**
 * Follows one stream after a revision. If the stream does not exist yet, the follower waits for it.
 * A tombstone of the stream ends the subscription.
 */
export class StreamFollower implements Follower {
  readonly #sources: StreamFollowerSources;
  readonly #page: PageLimit;
  /**
   * The last revision that was sent; undefined before the first step of a subscription that begins
   * at the end of the stream.
   */
  #after: number | undefined;
  #isFirstLook = true;
  #isLive = false;

  constructor(sources: StreamFollowerSources, from: ReadFrom, page: PageLimit) {
    this.#sources = sources;
    this.#page = page;
    this.#after = from === 'start' ? -1 : from === 'end' ? undefined : from;
  }

  next(): FollowStep {
    const { store, streamName } = this.#sources;
    const step = this.#follow(resolveStream(store, streamName));
    this.#isFirstLook = false;
    return this.#withCaughtUp(step);
  }

  onMore(listener: () => void): () => void {
    const { durable, streamName } = this.#sources;
    const related = isMetadataStream(streamName)
      ? streamOfMetadata(streamName) // A tombstoned stream ends its metadata too.
      : metadataStreamOf(streamName);
    const stops = [streamName, related].map((name) => durable.onStream(name, listener));
    return () => {
      for (const stop of stops) stop();
    };
  }

  #follow(visibility: StreamVisibility): FollowStep {
    if (visibility.kind === 'missing') {
      this.#after ??= -1;
      return nothing;
    }
    if (visibility.kind === 'tombstoned') return this.#followToTombstone(visibility.tombstone);
    this.#after ??= visibility.last;
    return this.#read(visibility);
  }

  /**
   * A subscription that began before the stream was tombstoned gets all its events and then the
   * tombstone. A subscription that began later gets the tombstone alone.
   */
  #followToTombstone(tombstone: TombstonePlace | undefined): FollowStep {
    if (tombstone === undefined) return { ...nothing, isTombstoned: true };
    const { streamNumber, revision: last } = tombstone;
    if (this.#isFirstLook) this.#after = Math.max(this.#after ?? last, last - 1);
    const limits = { first: 0, maxAgeSeconds: undefined };
    const step = this.#read({ kind: 'readable', streamNumber, last, ...limits });
    return step.isAtEnd ? { ...step, isTombstoned: true } : step;
  }

  #read(stream: Extract<StreamVisibility, { kind: 'readable' }>): FollowStep {
    const source = new StreamEventSource(this.#sources.store, stream, {
      from: (this.#after ?? stream.last) + 1,
      backwards: false,
      count: Number.MAX_SAFE_INTEGER,
      page: this.#page,
    });
    const { events, isLast } = source.next();
    this.#after = isLast ? Math.max(this.#after ?? -1, stream.last) : source.lastRead;
    return { events, isAtEnd: isLast, hasCaughtUp: false };
  }

  #withCaughtUp(step: FollowStep): FollowStep {
    const hasCaughtUp = step.isAtEnd && !this.#isLive;
    this.#isLive = step.isAtEnd;
    return { ...step, hasCaughtUp };
  }
}
