import type { Coverage } from './coverage.js';
import type { StoredEvent } from './event-record.js';
import { PackedIds } from './packed-ids.js';
import type { StreamHead } from './stream-head.js';

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

  add(events: readonly StoredEvent[], heads: Iterable<readonly [string, StreamHead]>): void {
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

  #addPlace(event: StoredEvent): void {
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
    this.bytes += event.record.length;
    this.coverage = {
      end: event.end,
      events: events + 1,
      last: position,
      nextStreamNumber: Math.max(nextStreamNumber, streamNumber + 1),
    };
  }
}
