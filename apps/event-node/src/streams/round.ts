import {
  encodeEvent,
  type EventFields,
  recordFlags,
  recordSize,
  StoredEvent,
} from '../storage/event-record.js';
import { isMetadata } from '../storage/fold-event.js';
import type { LogStore, RoundChanges } from '../storage/log-store.js';
import type { LogEnd } from '../storage/log-writer.js';
import { newHead, type StreamHead } from '../storage/stream-head.js';
import type { RecentIds } from './recent-ids.js';
import { type RecordSlab, RoundBytes } from './round-bytes.js';
import { metadataStreamOf } from './stream-name.js';
import { WrittenEvents } from './written-events.js';

/** What the rounds of one writer share and hand on. */
export interface WriterState {
  readonly store: LogStore;
  readonly recentIds: RecentIds;
  /** Where the last round ends. */
  end: LogEnd;
  /** The next stream number, and the created instant (ms) no event may go below. */
  nextStreamNumber: number;
  lastCreated: number;
  slab: RecordSlab;
}

const NOTHING = Buffer.alloc(0);

/**
 * The changes of one round while they are collected: the state of the store with the writes of the
 * round before it and its own over it, so that each write is judged on those queued before it.
 */
export class Round implements RoundChanges {
  readonly start: LogEnd;
  readonly heads = new Map<string, StreamHead>();
  /** The round that is being written; undefined once the store shows it. */
  before: Round | undefined;
  readonly #state: WriterState;
  /** Where what is before it ends. */
  readonly #follows: LogEnd;
  readonly #bytes: RoundBytes;
  readonly #written = new WrittenEvents();
  #end: number;

  constructor(state: WriterState, before: Round | undefined) {
    this.before = before;
    this.#state = state;
    this.#bytes = new RoundBytes(state.slab);
    this.#follows = state.end;
    this.start = state.store.startAfter(state.end);
    this.#end = this.start.position;
  }

  get events(): readonly StoredEvent[] {
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

  /** The number of a stream that is about to be written to. */
  numberOf(head: StreamHead): number {
    return head.number === newHead.number ? this.#state.nextStreamNumber++ : head.number;
  }

  /** Adds an event, and answers its position. */
  add(fields: Omit<EventFields, 'created'>): number {
    const created = Math.max(this.#state.lastCreated, Date.now());
    this.#state.lastCreated = created;
    const event = { ...fields, created };
    const record = this.#bytes.claim(recordSize(event));
    const position = this.#end;
    encodeEvent(event, record);
    this.#end += record.length;
    this.#written.add(fields.streamNumber, new StoredEvent(position, record));
    this.#state.recentIds.add(fields.streamNumber, fields.id, fields.revision);
    return position;
  }

  /** What was added since the last call is one write: all of it becomes durable, or nothing. */
  endWrite(): void {
    this.events.at(-1)?.mark(recordFlags.endsWrite);
  }

  /** Nothing is added any more: the next round follows. */
  seal(): void {
    this.events[0]?.mark(recordFlags.beginsRound);
    for (const event of this.events) this.#state.store.setChecksum(event);
    if (this.events.length > 0) this.#state.end = { base: this.start.base, position: this.#end };
    this.#state.slab = this.#bytes.slab;
  }

  /** The round will not be written, nor any after it: the next one follows what is before it. */
  takeBack(): void {
    this.#state.end = this.#follows;
    this.#state.recentIds.takeBack(this.events.length);
  }

  event(streamNumber: number, revision: number): StoredEvent | undefined {
    const written =
      this.#written.at(streamNumber, revision) ?? this.before?.written(streamNumber, revision);
    if (written !== undefined) return written;
    const { store } = this.#state;
    const position = store.position(streamNumber, revision);
    return position === undefined ? undefined : store.event(position);
  }

  written(streamNumber: number, revision: number): StoredEvent | undefined {
    return this.#written.at(streamNumber, revision);
  }

  knownRevision(streamNumber: number, id: Buffer): number | undefined {
    return this.#state.recentIds.revision(streamNumber, id);
  }

  /** The metadata of a stream as it was written; empty without, or if it is not JSON. */
  metadataJson(streamName: string): Buffer {
    const { number, revision } = this.head(metadataStreamOf(streamName));
    const event = revision < 0 ? undefined : this.event(number, revision);
    return event !== undefined && isMetadata(event) ? event.data : NOTHING;
  }
}
