import { mkdirSync } from 'node:fs';
import { type Databases, openDatabases } from './databases.js';
import { StoredEvent } from './event-record.js';
import { streamKey } from './keys.js';
import { beginEpoch, type NodeState, stateKeys } from './node-state.js';
import { decodeNumber, encodeNumber } from './number-bytes.js';
import type { RoundChanges } from './round-changes.js';
import { decodeMetadata, encodeMetadata, type StoredMetadata } from './stored-metadata.js';
import { decodeHead, encodeHead, type StreamHead } from './stream-head.js';

/** A stretch of the log or of a stream in the direction of reading, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly backwards?: boolean;
}

/** How much one page may hold: at least one event, however large. */
export interface PageLimit {
  readonly events: number;
  readonly bytes: number;
}

/** Another process took over the directory: this node must stop. */
export class StoreTakenOver extends Error {
  override readonly name = 'StoreTakenOver';
}

/**
 * The LMDB environment of the node (event-node.md, section 10). What it reads may be committed and
 * not yet durable: the readers in `reading/` hold it against the durable position.
 */
export class LogStore {
  readonly #databases: Databases;
  readonly #state: NodeState;

  private constructor(databases: Databases, state: NodeState) {
    this.#databases = databases;
    this.#state = state;
  }

  /**
   * Opens the directory, made if missing; `mapBytes` is the address space at first, it grows by
   * itself.
   */
  static async open(directory: string, mapBytes: number): Promise<LogStore> {
    mkdirSync(directory, { recursive: true });
    const databases = openDatabases(directory, mapBytes);
    try {
      return new LogStore(databases, await beginEpoch(databases));
    } catch (error) {
      await databases.root.close();
      throw error;
    }
  }

  get nodeId(): Buffer {
    return this.#state.nodeId;
  }

  /** The number of the next new stream, as found at the start. */
  get nextStreamNumber(): number {
    return this.#state.nextStreamNumber;
  }

  /** The position of the last event, 0 in an empty log. */
  lastPosition(): number {
    for (const key of this.#databases.log.getKeys({ reverse: true, limit: 1 })) return key;
    return 0;
  }

  head(streamName: string): StreamHead | undefined {
    const bytes = this.#databases.streams.get(streamKey(streamName));
    return bytes === undefined ? undefined : decodeHead(bytes);
  }

  metadata(streamNumber: number): StoredMetadata | undefined {
    const bytes = this.#databases.metadata.get(streamNumber);
    return bytes === undefined ? undefined : decodeMetadata(bytes);
  }

  event(position: number): StoredEvent | undefined {
    const record = this.#databases.log.get(position);
    return record === undefined ? undefined : new StoredEvent(position, record);
  }

  position(streamNumber: number, revision: number): number | undefined {
    const bytes = this.#databases.index.get([streamNumber, revision]);
    return bytes === undefined ? undefined : decodeNumber(bytes);
  }

  /** Events of the log within a stretch of positions, at most a page of them. */
  events(stretch: Stretch, limit: PageLimit): StoredEvent[] {
    const events: StoredEvent[] = [];
    let bytes = 0;
    for (const { key, value } of this.#databases.log.getRange(range(stretch, limit.events))) {
      events.push(new StoredEvent(key, value));
      bytes += value.length;
      if (bytes >= limit.bytes) break;
    }
    return events;
  }

  /** The positions of a stream's events within a stretch of revisions. */
  positions(streamNumber: number, stretch: Stretch, limit: number): number[] {
    const { start, end, ...options } = range(stretch, limit);
    const found = this.#databases.index.getRange({
      start: [streamNumber, start],
      end: [streamNumber, end],
      ...options,
    });
    const positions: number[] = [];
    for (const { value } of found) positions.push(decodeNumber(value));
    return positions;
  }

  /**
   * Writes a round as one transaction and waits until it is flushed. It depends on the epoch, so
   * that a node whose directory was taken over writes nothing any more.
   */
  async commit(changes: RoundChanges): Promise<void> {
    const { state } = this.#databases;
    const isOurs = await state.ifVersion(stateKeys.epoch, this.#state.epoch, () => {
      this.#put(changes);
    });
    if (!isOurs) throw new StoreTakenOver('Another event node took over the data directory.');
    await state.flushed;
  }

  #put({ events, heads, metadata, nextStreamNumber }: RoundChanges): void {
    const databases = this.#databases;
    for (const event of events) {
      const place: [number, number] = [event.streamNumber, event.revision];
      void databases.log.put(event.position, event.record);
      void databases.index.put(place, encodeNumber(event.position));
    }
    for (const [name, head] of heads) void databases.streams.put(streamKey(name), encodeHead(head));
    for (const [streamNumber, stored] of metadata) {
      void databases.metadata.put(streamNumber, encodeMetadata(stored));
    }
    if (nextStreamNumber !== undefined) {
      void databases.state.put(stateKeys.nextStreamNumber, encodeNumber(nextStreamNumber), 1);
    }
  }

  async close(): Promise<void> {
    await this.#databases.root.close();
  }
}

const range = ({ from, to, backwards = false }: Stretch, limit: number) => ({
  start: from,
  end: to,
  inclusiveEnd: true,
  reverse: backwards,
  limit,
});
