import { metadataStreamOf } from '../model/stream.js';
import {
  encodeEvent,
  type EventFields,
  EventRecord,
  recordFlags,
  recordSize,
} from '../storage/log/event-record.js';
import type { LogStore, RoundChanges } from '../storage/log-store.js';
import type { AppendPoint } from '../storage/log/log-writer.js';
import { isMetadata, newHead, type StreamHead } from '../storage/index/stream-head.js';
import type { RecentIds } from './recent-ids.js';

/** The state of the writer that continues from one round (one write to the disk) to the next. */
export interface WriterState {
  readonly store: LogStore;
  readonly recentIds: RecentIds;
  /** The point where the log will end when all writes so far are on the disk. */
  end: AppendPoint;
  /** The number that will stand for the next new stream in records and in keys of the index. */
  nextStreamNumber: number;
  /**
   * The time of the newest event in milliseconds since the Unix epoch. The next event gets this
   * time or a later one, even if the clock was set back.
   */
  lastCreated: number;
  slab: RecordSlab;
}

const nothing = Buffer.alloc(0);

/**
 * The appends and removals of one round: they are written to the disk together and become durable
 * together. A round also shows the state of each stream after all earlier writes, so that the next
 * write can be checked. Earlier writes are those in the store, those that are being written to the
 * disk now, and those of this round.
 */
export class Round implements RoundChanges {
  readonly start: AppendPoint;
  readonly heads = new Map<string, StreamHead>();
  /**
   * The previous round (the write to the disk before this one), while it is being written.
   * Undefined once the store shows its events to readers.
   */
  before: Round | undefined;
  readonly #state: WriterState;
  /** The point where the log ends without the events of this round (one write to the disk). */
  readonly #follows: AppendPoint;
  readonly #bytes: RoundBytes;
  readonly #written = new RoundEvents();
  #end: number;

  constructor(state: WriterState, before: Round | undefined) {
    this.before = before;
    this.#state = state;
    this.#bytes = new RoundBytes(state.slab);
    this.#follows = state.end;
    this.start = state.store.startAfter(state.end);
    this.#end = this.start.position;
  }

  get events(): readonly EventRecord[] {
    return this.#written.all;
  }

  get byteCount(): number {
    return this.#end - this.start.position;
  }

  get chunks(): readonly Buffer[] {
    return this.#bytes.chunks();
  }

  head(streamName: string): StreamHead {
    const known = this.heads.get(streamName) ?? this.before?.heads.get(streamName);
    return known ?? this.#state.store.head(streamName) ?? newHead;
  }

  setHead(streamName: string, head: StreamHead): void {
    this.heads.set(streamName, head);
  }

  /**
   * Returns the number by which records refer to a stream. A stream without events gets the next
   * free number.
   */
  numberOf(head: StreamHead): number {
    return head.number === newHead.number ? this.#state.nextStreamNumber++ : head.number;
  }

  /** Adds an event and returns its position. */
  add(fields: Omit<EventFields, 'created'>): number {
    const created = Math.max(this.#state.lastCreated, Date.now());
    this.#state.lastCreated = created;
    const event = { ...fields, created };
    const record = this.#bytes.claim(recordSize(event));
    const position = this.#end;
    encodeEvent(event, record);
    this.#end += record.length;
    this.#written.add(fields.streamNumber, new EventRecord(position, record));
    this.#state.recentIds.add(fields.streamNumber, fields.id, fields.revision);
    return position;
  }

  /**
   * Marks the end of one append or removal. After a crash, the log has either all events of it or
   * none.
   */
  endWrite(): void {
    this.events.at(-1)?.mark(recordFlags.endsWrite);
  }

  /**
   * Completes the bytes of the round (one write to the disk) before they are written: sets flags
   * and checksums. No event may be added afterwards.
   */
  seal(): void {
    this.events[0]?.mark(recordFlags.beginsRound);
    for (const event of this.events) this.#state.store.setChecksum(event);
    if (this.events.length > 0) this.#state.end = { base: this.start.base, position: this.#end };
    this.#state.slab = this.#bytes.slab;
  }

  /**
   * Undoes the changes that this round made to the state of the writer, because the round could not
   * be written to the disk. If a later round was begun already, that one must be undone first.
   */
  undo(): void {
    this.#state.end = this.#follows;
    this.#state.recentIds.removeLast(this.events.length);
  }

  event(streamNumber: number, revision: number): EventRecord | undefined {
    const written =
      this.#written.at(streamNumber, revision) ?? this.before?.written(streamNumber, revision);
    if (written !== undefined) return written;
    const { store } = this.#state;
    const position = store.position(streamNumber, revision);
    return position === undefined ? undefined : store.event(position);
  }

  written(streamNumber: number, revision: number): EventRecord | undefined {
    return this.#written.at(streamNumber, revision);
  }

  knownRevision(streamNumber: number, id: Buffer): number | undefined {
    return this.#state.recentIds.revision(streamNumber, id);
  }

  /**
   * Returns the metadata of a stream as JSON; empty if the stream has none, or if they are not
   * valid.
   */
  metadataJson(streamName: string): Buffer {
    const { number, revision } = this.head(metadataStreamOf(streamName));
    const event = revision < 0 ? undefined : this.event(number, revision);
    return event !== undefined && isMetadata(event) ? event.data : nothing;
  }
}

/**
 * The events that are written to the disk together. An event can be looked up by its stream and
 * revision.
 */
class RoundEvents {
  readonly all: EventRecord[] = [];
  readonly #byStream = new Map<number, EventRecord[]>();

  add(streamNumber: number, event: EventRecord): void {
    this.all.push(event);
    const ofStream = this.#byStream.get(streamNumber);
    if (ofStream === undefined) this.#byStream.set(streamNumber, [event]);
    else ofStream.push(event);
  }

  at(streamNumber: number, revision: number): EventRecord | undefined {
    const ofStream = this.#byStream.get(streamNumber);
    return ofStream?.[revision - (ofStream[0]?.revision ?? 0)];
  }
}

const slabBytes = 256 * 1024;

/**
 * A buffer that the records of several small writes share, so that not every write needs a new
 * buffer.
 */
export class RecordSlab {
  readonly bytes = Buffer.allocUnsafeSlow(slabBytes);
  used = 0;
}

/**
 * The records of one write to the disk, in as few buffers as possible, because each buffer takes
 * one system call to write.
 */
class RoundBytes {
  #slab: RecordSlab;
  #start: number;
  readonly #full: Buffer[] = [];

  constructor(slab: RecordSlab) {
    this.#slab = slab;
    this.#start = slab.used;
  }

  /** The buffer in which the next write to the disk continues. */
  get slab(): RecordSlab {
    return this.#slab;
  }

  /** Returns the memory for the next record. */
  claim(size: number): Buffer {
    if (this.#slab.used + size > slabBytes) this.#leaveSlab();
    if (size > slabBytes) {
      const record = Buffer.allocUnsafeSlow(size);
      this.#full.push(record);
      return record;
    }
    const at = this.#slab.used;
    this.#slab.used += size;
    return this.#slab.bytes.subarray(at, at + size);
  }

  /** The buffers with all records, in order. */
  chunks(): readonly Buffer[] {
    const { bytes, used } = this.#slab;
    return used === this.#start ? this.#full : [...this.#full, bytes.subarray(this.#start, used)];
  }

  #leaveSlab(): void {
    const { bytes, used } = this.#slab;
    if (used > this.#start) this.#full.push(bytes.subarray(this.#start, used));
    this.#slab = new RecordSlab();
    this.#start = 0;
  }
}
