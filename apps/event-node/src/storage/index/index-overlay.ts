import { PackedIds, type VisitId, visitIds } from './event-ids.js';
import type { EventRecord } from '../log/event-record.js';
import type { Coverage } from './index-database.js';
import type { StreamHead } from './stream-head.js';

/**
 * The part of the index that is in memory only: what came last, and before it what is being written.
 * A delta that could not be written stays here until it is.
 */
export class IndexOverlay {
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

  add(events: readonly EventRecord[], heads: Iterable<readonly [string, StreamHead]>): void {
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

  positions(streamNumber: number, { from, to, backwards }: RevisionRange, limit: number): number[] {
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

/** The log has a mark for the first record of each block of so many bytes. */
const MARK_BYTES = 64 * 1024;

/** A position where a record begins, and how many events are before it. */
export interface Mark {
  readonly position: number;
  readonly events: number;
}

/** The positions of a stream's events from a revision on. */
interface StreamPlaces {
  readonly first: number;
  readonly positions: number[];
}

/** What the index in the database does not have yet. Only durable events come here. */
export class IndexDelta {
  readonly heads = new Map<string, StreamHead>();
  /** By stream number. */
  readonly places = new Map<number, StreamPlaces>();
  readonly marks: Mark[] = [];
  readonly ids = new PackedIds();
  /** Bytes of the log. */
  bytes = 0;
  events = 0;
  coverage: Coverage;

  constructor(coverage: Coverage) {
    this.coverage = coverage;
  }

  get isEmpty(): boolean {
    return this.events === 0;
  }

  add(events: readonly EventRecord[], heads: Iterable<readonly [string, StreamHead]>): void {
    for (const event of events) this.#addPlace(event);
    for (const [name, head] of heads) this.heads.set(name, head);
  }

  position(streamNumber: number, revision: number): number | undefined {
    const places = this.places.get(streamNumber);
    return places?.positions[revision - places.first];
  }

  /** The last mark below a position, or at it. */
  markUpTo(position: number): Mark | undefined {
    return this.marks.findLast((mark) => mark.position <= position);
  }

  #addPlace(event: EventRecord): void {
    const { position, streamNumber } = event;
    const { events, last, nextStreamNumber } = this.coverage;
    if (events === 0 || Math.floor(position / MARK_BYTES) > Math.floor(last / MARK_BYTES)) {
      this.marks.push({ position, events });
    }
    const places = this.places.get(streamNumber);
    if (places === undefined) {
      this.places.set(streamNumber, { first: event.revision, positions: [position] });
    } else places.positions.push(position);
    this.ids.add(event);
    this.events += 1;
    this.bytes += event.bytes.length;
    this.coverage = {
      end: event.end,
      events: events + 1,
      last: position,
      nextStreamNumber: Math.max(nextStreamNumber, streamNumber + 1),
    };
  }
}

/** A stretch of revisions in the direction of reading, both ends included. */
export interface RevisionRange {
  readonly from: number;
  readonly to: number;
  readonly backwards?: boolean;
}
