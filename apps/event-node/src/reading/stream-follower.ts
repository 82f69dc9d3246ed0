import { streamDeletedFailure } from '../protocol/failures.js';
import type { PageLimit } from '../storage/log-reader.js';
import type { LogStore } from '../storage/log-store.js';
import { isMetadataStream, metadataStreamOf, streamOfMetadata } from '../streams/stream-name.js';
import type { DurablePosition } from './durable-position.js';
import type { ReadFrom } from './event-source.js';
import type { Follower, FollowStep } from './follow-step.js';
import { StreamSource } from './stream-source.js';
import { lookAtStream, type StreamSight, type TombstonePlace } from './stream-sight.js';

export interface StreamFollowerSources {
  readonly store: LogStore;
  readonly durable: DurablePosition;
  readonly streamName: string;
}

const nothing: FollowStep = { events: [], isAtEnd: true, hasCaughtUp: false };

/**
 * Follows one stream after a revision. A missing stream is waited for; a tombstone ends the
 * subscription.
 */
export class StreamFollower implements Follower {
  readonly #sources: StreamFollowerSources;
  readonly #page: PageLimit;
  /** The last revision sent, undefined until the first look at a stream followed from its end. */
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
    const step = this.#follow(lookAtStream(store, streamName));
    this.#isFirstLook = false;
    return this.#withCaughtUp(step);
  }

  onMore(listener: () => void): () => void {
    const { durable, streamName } = this.#sources;
    const related = isMetadataStream(streamName)
      ? streamOfMetadata(streamName) // Its tombstone ends its metadata too.
      : metadataStreamOf(streamName);
    const stops = [streamName, related].map((name) => durable.onStream(name, listener));
    return () => {
      for (const stop of stops) stop();
    };
  }

  #follow(sight: StreamSight): FollowStep {
    if (sight.kind === 'missing') {
      this.#after ??= -1;
      return nothing;
    }
    if (sight.kind === 'tombstoned') return this.#followToTombstone(sight.tombstone);
    this.#after ??= sight.last;
    return this.#read(sight);
  }

  /** Who followed the stream gets what led to the tombstone, who comes later only the tombstone. */
  #followToTombstone(tombstone: TombstonePlace | undefined): FollowStep {
    const failure = streamDeletedFailure(this.#sources.streamName);
    if (tombstone === undefined) return { ...nothing, failure };
    const { streamNumber, revision: last } = tombstone;
    if (this.#isFirstLook) this.#after = Math.max(this.#after ?? last, last - 1);
    const limits = { first: 0, maxAgeSeconds: undefined };
    const step = this.#read({ kind: 'readable', streamNumber, last, ...limits });
    return step.isAtEnd ? { ...step, failure } : step;
  }

  #read(stream: Extract<StreamSight, { kind: 'readable' }>): FollowStep {
    const source = new StreamSource(this.#sources.store, stream, {
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
