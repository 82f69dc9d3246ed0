import { dirname } from 'node:path';
import { type Coverage, encodeCoverage, noCoverage } from './coverage.js';
import { compareIndexes } from './compare-indexes.js';
import { type Databases, openDatabases } from './databases.js';
import { DiskFull, isIndexDiskFull } from './disk-full.js';
import type { StoredEvent } from './event-record.js';
import { IndexDelta, type Mark } from './index-delta.js';
import { streamKey } from './keys.js';
import { LogIncomplete } from './log-incomplete.js';
import { decodeNumber, encodeNumber } from './number-bytes.js';
import { type VisitId, visitIds } from './packed-ids.js';
import { COVERAGE, coverageIn, isWhole } from './stored-coverage.js';
import { lastStoredId, putIds, visitStoredIds } from './stored-ids.js';
import { decodeHead, encodeHead, type StreamHead } from './stream-head.js';

/** A stretch of revisions in the direction of reading, both ends included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly backwards?: boolean;
}

export interface IndexLimits {
  /** LMDB's address space at first; it grows by itself. */
  readonly mapBytes: number;
  /** So many events are written in one transaction, fewer if nothing comes. */
  readonly indexedAtOnce: number;
  /** The ids of so many of the last events are stored. */
  readonly recentIds: number;
  /** What may be covered by memory only: a start after a crash reads it again. */
  readonly unindexed: { readonly events: number; readonly bytes: number };
}

interface IndexParts {
  readonly databases: Databases;
  readonly logId: Buffer;
  readonly limits: IndexLimits;
  readonly coverage: Coverage;
  readonly isDropped: boolean;
}

const IDLE_MS = 500;
/** Between two attempts to write to a full disk. */
const FULL_MS = 2_000;

/**
 * Finds streams and positions in the log. It is derived: transactions are written behind the log,
 * each with how far it covers it, and what they do not have yet is found in memory. It knows
 * durable events only, so whoever looks into it never passes the durable end of the log. While the
 * disk is full it is stuck: what could not be written stays in memory and is tried again.
 */
export class StreamIndex {
  /** Rejects once, when the index could not be written, for another reason than a full disk. */
  readonly failed: Promise<never>;
  /** What was there could not be used: the log is indexed anew. */
  readonly isDropped: boolean;
  readonly #databases: Databases;
  readonly #logId: Buffer;
  readonly #limits: IndexLimits;
  #active: IndexDelta;
  #flushing: IndexDelta | undefined;
  #flushed: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStuck = false;
  #fail: (error: unknown) => void = () => undefined;

  private constructor({ databases, logId, limits, coverage, isDropped }: IndexParts) {
    this.isDropped = isDropped;
    this.#databases = databases;
    this.#logId = logId;
    this.#limits = limits;
    this.#active = new IndexDelta(coverage);
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  /**
   * Opens the index of a log. One of another format, or with entries missing, is dropped: it is made
   * anew. Throws `LogIncomplete` for one of another log.
   */
  static async open(path: string, logId: Buffer, limits: IndexLimits): Promise<StreamIndex> {
    const databases = openDatabases(path, limits.mapBytes);
    const { isOfLog, coverage } = coverageIn(databases, logId);
    if (!isOfLog) {
      await databases.root.close();
      throw new LogIncomplete(dirname(path), 'the index is of another log than the segments.');
    }
    const isUsable = coverage !== undefined && isWhole(databases, coverage);
    if (!isUsable) await clear(databases);
    const covered = isUsable ? coverage : noCoverage;
    return new StreamIndex({ databases, logId, limits, coverage: covered, isDropped: !isUsable });
  }

  /** How far index and memory cover the log. */
  get coverage(): Coverage {
    return this.#active.coverage;
  }

  /** The next events of the log, with the heads of their streams after them. */
  add(events: readonly StoredEvent[], heads: Iterable<readonly [string, StreamHead]>): void {
    this.#active.add(events, heads);
    if (this.#flushing !== undefined) return;
    this.#flushInTime();
  }

  /**
   * Undefined if there is room for more, else resolves when there is, or rejects with `DiskFull`. A
   * stuck index takes some times as much, if told so.
   */
  room(times = 1): Promise<void> | undefined {
    return this.#isFull ? this.#makeRoom(times) : undefined;
  }

  head(streamName: string): StreamHead | undefined {
    const recent = this.#active.heads.get(streamName) ?? this.#flushing?.heads.get(streamName);
    if (recent !== undefined) return recent;
    const bytes = this.#databases.heads.get(streamKey(streamName));
    return bytes === undefined ? undefined : decodeHead(bytes);
  }

  position(streamNumber: number, revision: number): number | undefined {
    const recent = this.#recent(streamNumber, revision);
    if (recent !== undefined) return recent;
    const bytes = this.#databases.places.get([streamNumber, revision]);
    return bytes === undefined ? undefined : decodeNumber(bytes);
  }

  /** The positions of a stream's events within a stretch of revisions. */
  positions(streamNumber: number, stretch: Stretch, limit: number): number[] {
    const { from, to, backwards = false } = stretch;
    const border = this.#firstRecent(streamNumber);
    if (backwards) {
      const recent = this.#recents(
        streamNumber,
        { from, to: Math.max(to, border), backwards },
        limit,
      );
      const older = { from: Math.min(from, border - 1), to, backwards };
      return recent.concat(this.#stored(streamNumber, older, limit - recent.length));
    }
    const stored = this.#stored(streamNumber, { from, to: Math.min(to, border - 1) }, limit);
    const newer = { from: Math.max(from, border), to };
    return stored.concat(this.#recents(streamNumber, newer, limit - stored.length));
  }

  /** The last mark below a position, or at it. */
  markUpTo(position: number): Mark | undefined {
    const recent = this.#active.markUpTo(position) ?? this.#flushing?.markUpTo(position);
    if (recent !== undefined) return recent;
    const { marks } = this.#databases;
    for (const { key, value } of marks.getRange({ start: position, reverse: true, limit: 1 })) {
      return { position: key, events: decodeNumber(value) };
    }
    return undefined;
  }

  /** Visits the ids of the last events, the oldest first. */
  visitRecentIds(visit: VisitId): void {
    visitStoredIds(this.#databases.ids, visit);
    if (this.#flushing !== undefined) visitIds(this.#flushing.ids.bytes, visit);
    visitIds(this.#active.ids.bytes, visit);
  }

  /** The id of the last event that was stored; undefined if ids are not kept. */
  get lastId(): Buffer | undefined {
    return lastStoredId(this.#databases.ids);
  }

  /** What another index of the same log has else than this one, a line each. */
  async differences(other: Databases, linesMax: number): Promise<readonly string[]> {
    await this.#flushAll();
    return compareIndexes(other, this.#databases, linesMax);
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    await this.#flushAll();
    clearTimeout(this.#timer);
    const { root } = this.#databases;
    if (!this.#isStuck) await root.flushed;
    const closing = root.close();
    if (!this.#isStuck) await closing; // Behind a commit that failed it may wait for ever.
  }

  async #makeRoom(times: number): Promise<void> {
    while (this.#isFull) {
      if (this.#isStuck && this.#unindexed.events < times * this.#limits.unindexed.events) return;
      if (this.#isStuck) throw new DiskFull('The index cannot be written.');
      await this.#flushed;
    }
  }

  get #unindexed(): { readonly events: number; readonly bytes: number } {
    const { events = 0, bytes = 0 } = this.#flushing ?? {};
    return { events: this.#active.events + events, bytes: this.#active.bytes + bytes };
  }

  get #isFull(): boolean {
    const { events, bytes } = this.#unindexed;
    const { unindexed } = this.#limits;
    return events >= unindexed.events || bytes >= unindexed.bytes;
  }

  #recent(streamNumber: number, revision: number): number | undefined {
    return (
      this.#active.position(streamNumber, revision) ??
      this.#flushing?.position(streamNumber, revision)
    );
  }

  #firstRecent(streamNumber: number): number {
    const places =
      this.#flushing?.places.get(streamNumber) ?? this.#active.places.get(streamNumber);
    return places?.first ?? Infinity;
  }

  #recents(streamNumber: number, { from, to, backwards }: Stretch, limit: number): number[] {
    const positions: number[] = [];
    const step = backwards === true ? -1 : 1;
    for (let revision = from; (to - revision) * step >= 0; revision += step) {
      const position = positions.length < limit ? this.#recent(streamNumber, revision) : undefined;
      if (position === undefined) break;
      positions.push(position);
    }
    return positions;
  }

  #stored(streamNumber: number, { from, to, backwards }: Stretch, limit: number): number[] {
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

  async #flushAll(): Promise<void> {
    await this.#flushed;
    if (this.#isStuck) this.#startFlush();
    await this.#flushed;
    if (!this.#active.isEmpty && !this.#isStuck) this.#startFlush();
    await this.#flushed;
  }

  #flushInTime(): void {
    if (this.#active.events >= this.#limits.indexedAtOnce || this.#isFull) this.#startFlush();
    else if (!this.#active.isEmpty) this.#flushLater(IDLE_MS);
  }

  #flushLater(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#startFlush();
    }, ms).unref();
  }

  #startFlush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushed = this.#flush().catch((error: unknown) => {
      this.#fail(error);
    });
  }

  async #flush(): Promise<void> {
    const delta = this.#flushing ?? this.#active;
    this.#flushing = delta;
    if (delta === this.#active) this.#active = new IndexDelta(delta.coverage);
    try {
      await this.#databases.root.transaction(() => {
        this.#put(delta);
      });
    } catch (error) {
      if (!(await isIndexDiskFull(error))) throw error;
      this.#isStuck = true;
      this.#flushLater(FULL_MS);
      return;
    }
    this.#isStuck = false;
    this.#flushing = undefined;
    this.#flushInTime();
  }

  #put({ heads, places, marks, ids, coverage, events: added }: IndexDelta): void {
    const databases = this.#databases;
    for (const [number, { first, positions }] of places) {
      for (const [index, position] of positions.entries()) {
        void databases.places.put([number, first + index], encodeNumber(position));
      }
    }
    for (const [name, head] of heads) void databases.heads.put(streamKey(name), encodeHead(head));
    for (const { position, events } of marks) {
      void databases.marks.put(position, encodeNumber(events));
    }
    const range = { before: coverage.events - added, limit: this.#limits.recentIds };
    putIds(databases.ids, ids.bytes, range);
    void databases.state.put(COVERAGE, encodeCoverage(coverage, this.#logId));
  }
}

const clear = async ({ root, places, heads, marks, ids, state }: Databases): Promise<void> => {
  for (const database of [places, heads, marks, ids, state]) await database.clearAsync();
  await root.flushed;
};
