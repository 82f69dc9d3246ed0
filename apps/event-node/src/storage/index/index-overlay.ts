import { PackedIds, type VisitId, visitIds } from './event-ids.js';
import type { EventRecord } from '../log/event-record.js';
import type { Coverage } from './index-database.js';
import type { StreamHead } from './stream-head.js';

/**
 * The index entries that are not in the index databases yet: those that wait, and those that a
 * transaction is writing there now. If the transaction fails, its entries stay in memory, and the
 * next transaction writes them.
 */
export class IndexOverlay {
  #active: IndexDelta;
  #flushing: IndexDelta | undefined;

  constructor(coverage: Coverage) {
    this.#active = new IndexDelta(coverage);
  }

  /** The part of the log that the index covers, on the disk and in memory together. */
  get coverage(): Coverage {
    return this.#active.coverage;
  }

  get isFlushing(): boolean {
    return this.#flushing !== undefined;
  }

  /** The number of events that wait for the next transaction. */
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

  /**
   * Returns the events of the next transaction: those of the previous transaction if it failed,
   * otherwise all waiting events.
   */
  toFlush(): IndexDelta {
    if (this.#flushing === undefined) {
      this.#flushing = this.#active;
      this.#active = new IndexDelta(this.#active.coverage);
    }
    return this.#flushing;
  }

  /** Drops the events that `toFlush` returned, because they are in the databases now. */
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

  /** Returns the lowest revision of a stream that is in memory; `Infinity` if none is in memory. */
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

  /** Calls `visit` for the id of each event in memory, the oldest first. */
  visitIds(visit: VisitId): void {
    if (this.#flushing !== undefined) visitIds(this.#flushing.ids.bytes, visit);
    visitIds(this.#active.ids.bytes, visit);
  }
}

/**
 * The index notes the position of one record in each block of this size in bytes (a mark). To find
 * any position in the log, reading starts at the mark before it.
 */
const markBytes = 64 * 1024;

/** The position of a record, and the number of events before it. */
export interface Mark {
  readonly position: number;
  readonly events: number;
}

/** The positions of a stream's events, beginning with the event of revision `first`. */
interface StreamPlaces {
  readonly first: number;
  readonly positions: number[];
}

/**
 * The index entries of durable events that are not in the databases yet. One transaction writes all
 * of them.
 */
export class IndexDelta {
  readonly heads = new Map<string, StreamHead>();
  /** The positions of new events by stream number. */
  readonly places = new Map<number, StreamPlaces>();
  readonly marks: Mark[] = [];
  readonly ids = new PackedIds();
  /** The total size of the indexed records in bytes. */
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

  /**
   * Returns the last mark at or before a position. A mark is the position of a record from which a
   * search for the position can start.
   */
  markUpTo(position: number): Mark | undefined {
    return this.marks.findLast((mark) => mark.position <= position);
  }

  #addPlace(event: EventRecord): void {
    const { position, streamNumber } = event;
    const { events, last, nextStreamNumber } = this.coverage;
    if (events === 0 || Math.floor(position / markBytes) > Math.floor(last / markBytes)) {
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

/**
 * A range of revisions in the order of reading, both ends included. For a backward read, `from` is
 * greater than `to`.
 */
export interface RevisionRange {
  readonly from: number;
  readonly to: number;
  readonly backwards?: boolean;
}
