import { dirname } from 'node:path';
import {
  type Coverage,
  noCoverage,
  type Databases,
  openDatabases,
  streamKey,
  decodeNumber,
  coverageIn,
  hasEveryPlace,
} from './index-database.js';
import type { EventRecord } from '../log/event-record.js';
import { type Mark, IndexOverlay, type RevisionRange } from './index-overlay.js';
import { type FlushLimits, IndexFlusher } from './index-flusher.js';
import { LogIncomplete } from '../log/faults.js';
import { type VisitId, lastStoredId, visitStoredIds } from './event-ids.js';
import { decodeHead, type StreamHead } from './stream-head.js';

export interface IndexLimits extends FlushLimits {
  /** The address space in bytes that LMDB reserves at the start; LMDB grows it when necessary. */
  readonly mapBytes: number;
}

interface OpenedIndex {
  readonly databases: Databases;
  readonly logId: Buffer;
  readonly limits: IndexLimits;
  readonly coverage: Coverage;
  readonly isDropped: boolean;
}

/**
 * Finds the events of a stream and positions in the log. The index is derived from the log and has
 * only durable events, so that readers cannot see an event that a crash could remove. New events
 * are first kept in memory and later written to LMDB in transactions.
 */
export class StreamIndex {
  /** True if the index on the disk was not usable. The whole log is then indexed again. */
  readonly isDropped: boolean;
  readonly #databases: Databases;
  readonly #recent: IndexOverlay;
  readonly #flusher: IndexFlusher;

  private constructor({ databases, logId, limits, coverage, isDropped }: OpenedIndex) {
    this.isDropped = isDropped;
    this.#databases = databases;
    this.#recent = new IndexOverlay(coverage);
    this.#flusher = new IndexFlusher({ recent: this.#recent, databases, logId, limits });
  }

  /**
   * Opens the index of a log. An index with a different format, or with missing entries, is
   * emptied, and the caller indexes the log again. Throws `LogIncomplete` if the index belongs to a
   * different log.
   */
  static async open(path: string, logId: Buffer, limits: IndexLimits): Promise<StreamIndex> {
    const databases = openDatabases(path, limits.mapBytes);
    const { isOfLog, coverage } = coverageIn(databases, logId);
    if (!isOfLog) {
      await databases.root.close();
      throw new LogIncomplete(dirname(path), 'the index is of another log than the segments.');
    }
    const isUsable = coverage !== undefined && hasEveryPlace(databases, coverage);
    if (!isUsable) await clear(databases);
    const covered = isUsable ? coverage : noCoverage;
    return new StreamIndex({ databases, logId, limits, coverage: covered, isDropped: !isUsable });
  }

  /**
   * Rejects as soon as the index cannot be written. If only the disk is full, this does not reject,
   * because the write is repeated later.
   */
  get failed(): Promise<never> {
    return this.#flusher.failed;
  }

  /** The part of the log that the index covers, on the disk and in memory together. */
  get coverage(): Coverage {
    return this.#recent.coverage;
  }

  /**
   * Adds the next events of the log, and the new heads (current states) of the streams that they
   * change.
   */
  add(events: readonly EventRecord[], heads: Iterable<readonly [string, StreamHead]>): void {
    this.#recent.add(events, heads);
    this.#flusher.flushInTime();
  }

  /**
   * Returns undefined if memory has room for more events. Otherwise returns a promise that resolves
   * once there is room. While the disk is full, no events can be written, so the limit of events in
   * memory is multiplied by `times`. The promise rejects with `DiskFull` when that limit is reached
   * too.
   */
  room(times = 1): Promise<void> | undefined {
    return this.#flusher.room(times);
  }

  head(streamName: string): StreamHead | undefined {
    const recent = this.#recent.head(streamName);
    if (recent !== undefined) return recent;
    const bytes = this.#databases.heads.get(streamKey(streamName));
    return bytes === undefined ? undefined : decodeHead(bytes);
  }

  position(streamNumber: number, revision: number): number | undefined {
    const recent = this.#recent.position(streamNumber, revision);
    if (recent !== undefined) return recent;
    const bytes = this.#databases.places.get([streamNumber, revision]);
    return bytes === undefined ? undefined : decodeNumber(bytes);
  }

  /**
   * Returns the positions of a stream's events within a range of revisions, at most `limit`
   * positions.
   */
  positions(streamNumber: number, stretch: RevisionRange, limit: number): number[] {
    const { from, to, backwards = false } = stretch;
    const border = this.#recent.firstRevision(streamNumber);
    if (backwards) {
      const inMemory = { from, to: Math.max(to, border), backwards };
      const recent = this.#recent.positions(streamNumber, inMemory, limit);
      const older = { from: Math.min(from, border - 1), to, backwards };
      return recent.concat(this.#stored(streamNumber, older, limit - recent.length));
    }
    const stored = this.#stored(streamNumber, { from, to: Math.min(to, border - 1) }, limit);
    const newer = { from: Math.max(from, border), to };
    return stored.concat(this.#recent.positions(streamNumber, newer, limit - stored.length));
  }

  /**
   * Returns the last mark at or before a position. A mark is the position of a record from which a
   * search for the position can start.
   */
  markUpTo(position: number): Mark | undefined {
    const recent = this.#recent.markUpTo(position);
    if (recent !== undefined) return recent;
    const { marks } = this.#databases;
    for (const { key, value } of marks.getRange({ start: position, reverse: true, limit: 1 })) {
      return { position: key, events: decodeNumber(value) };
    }
    return undefined;
  }

  /** Calls `visit` for the id of each of the newest events, the oldest first. */
  visitRecentIds(visit: VisitId): void {
    visitStoredIds(this.#databases.ids, visit);
    this.#recent.visitIds(visit);
  }

  /** The id of the last event in the databases; undefined if the databases hold no ids. */
  get lastId(): Buffer | undefined {
    return lastStoredId(this.#databases.ids);
  }

  /** Returns the databases once all added events are written to them. */
  async flushedDatabases(): Promise<Databases> {
    await this.#flusher.flushAll();
    return this.#databases;
  }

  /** Writes the waiting events to the databases and closes them. */
  async close(): Promise<void> {
    await this.#flusher.close();
    const { root } = this.#databases;
    const { isStuck } = this.#flusher;
    if (!isStuck) await root.flushed;
    const closing = root.close();
    if (!isStuck) await closing; // After a failed commit, closing may never end.
  }

  #stored(streamNumber: number, { from, to, backwards }: RevisionRange, limit: number): number[] {
    if (limit <= 0 || (backwards === true ? from < to : from > to)) return [];
    const found = this.#databases.places.getRange({
      start: [streamNumber, from],
      end: [streamNumber, to],
      inclusiveEnd: true,
      reverse: backwards === true,
      limit,
    });
    return [...found].map(({ value }) => decodeNumber(value));
  }
}

const clear = async ({ root, places, heads, marks, ids, state }: Databases): Promise<void> => {
  for (const database of [places, heads, marks, ids, state]) await database.clearAsync();
  await root.flushed;
};
