import type { StoredEvent } from '../storage/event-record.js';
import type { LogStore } from '../storage/log-store.js';
import type { RoundChanges } from '../storage/round-changes.js';
import type { StoredMetadata } from '../storage/stored-metadata.js';
import type { StreamHead } from '../storage/stream-head.js';
import type { GenerationalMap } from './generational-map.js';
import type { RecentIds } from './recent-ids.js';
import { WrittenEvents } from './written-events.js';

/** What the rounds of one writer share and hand on. */
export interface WriterState {
  readonly store: LogStore;
  readonly heads: GenerationalMap<StreamHead>;
  readonly recentIds: RecentIds;
  /** The next position, stream number, and the created instant (ms) no event may go below. */
  nextPosition: number;
  nextStreamNumber: number;
  lastCreated: number;
}

/** A new stream: no event, no metadata. Its number is given out with its first write. */
const UNNUMBERED = 0;
const missing: StreamHead = {
  number: UNNUMBERED,
  revision: -1,
  isTombstoned: false,
  isSoftDeleted: false,
  hasMetadata: false,
};

/**
 * The changes of one round while they are collected: the state of the store with the round's own
 * writes over it, so that each write is judged on those queued before it.
 */
export class Round implements RoundChanges {
  readonly heads = new Map<string, StreamHead>();
  readonly metadata = new Map<number, StoredMetadata>();
  readonly #state: WriterState;
  readonly #written = new WrittenEvents();
  readonly #firstStreamNumber: number;

  constructor(state: WriterState) {
    this.#state = state;
    this.#firstStreamNumber = state.nextStreamNumber;
    state.lastCreated = Math.max(state.lastCreated, Date.now());
  }

  get events(): readonly StoredEvent[] {
    return this.#written.all;
  }

  get nextStreamNumber(): number | undefined {
    const { nextStreamNumber } = this.#state;
    return nextStreamNumber === this.#firstStreamNumber ? undefined : nextStreamNumber;
  }

  get created(): number {
    return this.#state.lastCreated;
  }

  takePosition(): number {
    return this.#state.nextPosition++;
  }

  head(streamName: string): StreamHead {
    const { store, heads } = this.#state;
    const known = this.heads.get(streamName) ?? heads.get(streamName);
    if (known !== undefined) return known;
    const stored = store.head(streamName) ?? missing;
    if (stored !== missing) heads.set(streamName, stored);
    return stored;
  }

  /** The head of a stream that is about to be written to, with a number of its own. */
  numberedHead(streamName: string): StreamHead {
    const head = this.head(streamName);
    if (head.number !== UNNUMBERED) return head;
    const numbered = { ...head, number: this.#state.nextStreamNumber++ };
    this.heads.set(streamName, numbered);
    return numbered;
  }

  setHead(streamName: string, head: StreamHead): void {
    this.heads.set(streamName, head);
  }

  add(streamNumber: number, event: StoredEvent): void {
    this.#written.add(streamNumber, event);
    this.#state.recentIds.add(streamNumber, event.id, event.revision);
  }

  event(streamNumber: number, revision: number): StoredEvent | undefined {
    const written = this.#written.at(streamNumber, revision);
    if (written !== undefined) return written;
    const { store } = this.#state;
    const position = store.position(streamNumber, revision);
    return position === undefined ? undefined : store.event(position);
  }

  knownRevision(streamNumber: number, id: Buffer): number | undefined {
    return this.#state.recentIds.revision(streamNumber, id);
  }

  metadataJson(streamNumber: number): Buffer {
    const stored = this.metadata.get(streamNumber) ?? this.#state.store.metadata(streamNumber);
    return stored?.json ?? Buffer.alloc(0);
  }

  /** The round is durable: later rounds find its heads without reading. */
  remember(): void {
    for (const [name, head] of this.heads) this.#state.heads.set(name, head);
  }
}
