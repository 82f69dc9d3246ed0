import {
  encodeCoverage,
  type Databases,
  streamKey,
  encodeNumber,
  COVERAGE,
} from './index-database.js';
import { DiskFull, isIndexDiskFull } from '../log/faults.js';
import type { IndexDelta, IndexOverlay } from './index-overlay.js';
import { putIds } from './event-ids.js';
import { encodeHead } from './stream-head.js';

export interface FlushLimits {
  /** Events that are written in one transaction, fewer if nothing comes. */
  readonly indexedAtOnce: number;
  /** Number of the last events whose ids are stored. */
  readonly recentIds: number;
  /** What may be covered by memory only: a start after a crash reads it again. */
  readonly unindexed: { readonly events: number; readonly bytes: number };
}

interface FlusherParts {
  readonly recent: IndexOverlay;
  readonly databases: Databases;
  readonly logId: Buffer;
  readonly limits: FlushLimits;
}

/** Delay before few events are written. */
const IDLE_MS = 500;
/** Between two attempts to write to a full disk. */
const FULL_MS = 2_000;

/**
 * Writes what is in memory to the database, one transaction at a time, each with how far it covers
 * the log. While the disk is full it is stuck: what could not be written stays in memory and is
 * tried again.
 */
export class IndexFlusher {
  /** Rejects once, when the index could not be written, for another reason than a full disk. */
  readonly failed: Promise<never>;
  readonly #parts: FlusherParts;
  #flushed: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStuck = false;
  #fail: (error: unknown) => void = () => undefined;

  constructor(parts: FlusherParts) {
    this.#parts = parts;
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** Something was added. */
  flushInTime(): void {
    const { recent, limits } = this.#parts;
    if (recent.isFlushing || recent.waiting === 0) return;
    if (recent.waiting >= limits.indexedAtOnce || this.#isFull) this.#startFlush();
    else this.#flushLater(IDLE_MS);
  }

  /**
   * Undefined if there is room for more, else resolves when there is, or rejects with `DiskFull`. A
   * stuck index takes some times as much, if told so.
   */
  room(times: number): Promise<void> | undefined {
    return this.#isFull ? this.#makeRoom(times) : undefined;
  }

  /** Writes all that is left, unless the disk is full. */
  async flushAll(): Promise<void> {
    await this.#flushed;
    if (this.#isStuck) this.#startFlush();
    await this.#flushed;
    if (this.#parts.recent.waiting > 0 && !this.#isStuck) this.#startFlush();
    await this.#flushed;
  }

  /** Writes what is left, and nothing after that. */
  async close(): Promise<void> {
    await this.flushAll();
    clearTimeout(this.#timer);
  }

  get #isFull(): boolean {
    const { events, bytes } = this.#parts.recent.size;
    const { unindexed } = this.#parts.limits;
    return events >= unindexed.events || bytes >= unindexed.bytes;
  }

  async #makeRoom(times: number): Promise<void> {
    const { recent, limits } = this.#parts;
    while (this.#isFull) {
      if (this.#isStuck && recent.size.events < times * limits.unindexed.events) return;
      if (this.#isStuck) throw new DiskFull('The index cannot be written.');
      await this.#flushed;
    }
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
    const { recent, databases } = this.#parts;
    const delta = recent.toFlush();
    try {
      await databases.root.transaction(() => {
        this.#put(delta);
      });
    } catch (error) {
      if (!(await isIndexDiskFull(error))) throw error;
      this.#isStuck = true;
      this.#flushLater(FULL_MS);
      return;
    }
    this.#isStuck = false;
    recent.flushed();
    this.flushInTime();
  }

  #put({ heads, places, marks, ids, coverage, events: added }: IndexDelta): void {
    const { databases, limits, logId } = this.#parts;
    for (const [number, { first, positions }] of places) {
      for (const [index, position] of positions.entries()) {
        void databases.places.put([number, first + index], encodeNumber(position));
      }
    }
    for (const [name, head] of heads) void databases.heads.put(streamKey(name), encodeHead(head));
    for (const { position, events } of marks) {
      void databases.marks.put(position, encodeNumber(events));
    }
    const range = { before: coverage.events - added, limit: limits.recentIds };
    putIds(databases.ids, ids.bytes, range);
    void databases.state.put(COVERAGE, encodeCoverage(coverage, logId));
  }
}
