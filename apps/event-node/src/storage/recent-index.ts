import type { Coverage } from './coverage.js';
import type { StoredEvent } from './event-record.js';
import { IndexDelta, type Mark } from './index-delta.js';
import { type VisitId, visitIds } from './packed-ids.js';
import type { StreamHead } from './stream-head.js';
import type { Stretch } from './stretch.js';

/**
 * The part of the index that is in memory only: what came last, and before it what is being written.
 * A delta that could not be written stays here until it is.
 */
export class RecentIndex {
  #active: IndexDelta;
  #flushing: IndexDelta | undefined;

  constructor(coverage: Coverage) {
    this.#active = new IndexDelta(coverage);
  }

  /** How far index and memory cover the log. */
  get coverage(): Coverage {
    return this.#active.coverage;
  }

  get isFlushing(): boolean {
    return this.#flushing !== undefined;
  }

  /** Events that nobody has begun to write. */
  get waiting(): number {
    return this.#active.events;
  }

  get size(): { readonly events: number; readonly bytes: number } {
    const { events = 0, bytes = 0 } = this.#flushing ?? {};
    return { events: this.#active.events + events, bytes: this.#active.bytes + bytes };
  }

  add(events: readonly StoredEvent[], heads: Iterable<readonly [string, StreamHead]>): void {
    this.#active.add(events, heads);
  }

  /** What is to be written next: what could not be written before, or else all that waits. */
  toFlush(): IndexDelta {
    if (this.#flushing === undefined) {
      this.#flushing = this.#active;
      this.#active = new IndexDelta(this.#active.coverage);
    }
    return this.#flushing;
  }

  /** What `toFlush` returned is in the database. */
  flushed(): void {
    this.#flushing = undefined;
  }

  head(streamName: string): StreamHead | undefined {
    return this.#active.heads.get(streamName) ?? this.#flushing?.heads.get(streamName);
  }

  position(streamNumber: number, revision: number): number | undefined {
    return (
      this.#active.position(streamNumber, revision) ??
      this.#flushing?.position(streamNumber, revision)
    );
  }

  /** The first revision of a stream that is in memory; `Infinity` if none is. */
  firstRevision(streamNumber: number): number {
    const places =
      this.#flushing?.places.get(streamNumber) ?? this.#active.places.get(streamNumber);
    return places?.first ?? Infinity;
  }

  positions(streamNumber: number, { from, to, backwards }: Stretch, limit: number): number[] {
    const positions: number[] = [];
    const step = backwards === true ? -1 : 1;
    for (let revision = from; (to - revision) * step >= 0; revision += step) {
      const position = positions.length < limit ? this.position(streamNumber, revision) : undefined;
      if (position === undefined) break;
      positions.push(position);
    }
    return positions;
  }

  markUpTo(position: number): Mark | undefined {
    return this.#active.markUpTo(position) ?? this.#flushing?.markUpTo(position);
  }

  /** Visits the ids of the events, the oldest first. */
  visitIds(visit: VisitId): void {
    if (this.#flushing !== undefined) visitIds(this.#flushing.ids.bytes, visit);
    visitIds(this.#active.ids.bytes, visit);
  }
}
