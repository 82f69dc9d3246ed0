import {
  encodeCoverage,
  type Databases,
  streamKey,
  encodeNumber,
  coverageKey,
} from './index-database.js';
import { DiskFull, isIndexDiskFull } from '../log/faults.js';
import type { IndexDelta, IndexOverlay } from './index-overlay.js';
import { putIds } from './event-ids.js';
import { encodeHead } from './stream-head.js';

export interface FlushLimits {
  /**
   * Events are written to the databases at once when this number of them is waiting. Fewer events
   * are written after a short delay.
   */
  readonly indexedAtOnce: number;
  /** The number of newest events whose ids are stored. */
  readonly recentIds: number;
  /**
   * The largest number and total size of the events that are in the log on the disk but not yet in
   * the databases. After a crash, the next start reads these events from the log again.
   */
  readonly unindexed: { readonly events: number; readonly bytes: number };
}

interface FlusherOptions {
  readonly recent: IndexOverlay;
  readonly databases: Databases;
  readonly logId: Buffer;
  readonly limits: FlushLimits;
}

/**
 * The delay in milliseconds before a transaction with few events, so that more events can join the
 * transaction.
 */
const idleMs = 500;
/** The milliseconds between two attempts to write while the disk is full. */
const fullMs = 2_000;

/**
 * Writes the new events of the index from memory to the LMDB databases, one transaction at a time.
 * Each transaction also stores how much of the log is covered now. While the disk is full, the
 * events stay in memory and the transaction is repeated (`isStuck`).
 */
export class IndexFlusher {
  /**
   * Rejects as soon as the index cannot be written. If only the disk is full, this does not reject,
   * because the write is repeated later.
   */
  readonly failed: Promise<never>;
  readonly #options: FlusherOptions;
  #flushed: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStuck = false;
  #fail: (error: unknown) => void = () => undefined;

  constructor(options: FlusherOptions) {
    this.#options = options;
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** Starts a transaction now if many events are waiting, and after a delay if there are few. */
  flushInTime(): void {
    const { recent, limits } = this.#options;
    if (recent.isFlushing || recent.waiting === 0) return;
    if (recent.waiting >= limits.indexedAtOnce || this.#isFull) this.#startFlush();
    else this.#flushLater(idleMs);
  }

  /**
   * Returns undefined if memory has room for more events. Otherwise returns a promise that resolves
   * once there is room. While the disk is full, no events can be written, so the limit of events in
   * memory is multiplied by `times`. The promise rejects with `DiskFull` when that limit is reached
   * too.
   */
  room(times: number): Promise<void> | undefined {
    return this.#isFull ? this.#makeRoom(times) : undefined;
  }

  /** Writes all waiting events to the databases, unless the disk is full. */
  async flushAll(): Promise<void> {
    await this.#flushed;
    if (this.#isStuck) this.#startFlush();
    await this.#flushed;
    if (this.#options.recent.waiting > 0 && !this.#isStuck) this.#startFlush();
    await this.#flushed;
  }

  /** Writes the waiting events to the databases and stops the timer. */
  async close(): Promise<void> {
    await this.flushAll();
    clearTimeout(this.#timer);
  }

  get #isFull(): boolean {
    const { events, bytes } = this.#options.recent.size;
    const { unindexed } = this.#options.limits;
    return events >= unindexed.events || bytes >= unindexed.bytes;
  }

  async #makeRoom(times: number): Promise<void> {
    const { recent, limits } = this.#options;
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
    const { recent, databases } = this.#options;
    const delta = recent.toFlush();
    try {
      await databases.root.transaction(() => {
        this.#put(delta);
      });
    } catch (error) {
      if (!(await isIndexDiskFull(error))) throw error;
      this.#isStuck = true;
      this.#flushLater(fullMs);
      return;
    }
    this.#isStuck = false;
    recent.flushed();
    this.flushInTime();
  }

  #put({ heads, places, marks, ids, coverage, events: added }: IndexDelta): void {
    const { databases, limits, logId } = this.#options;
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
    void databases.state.put(coverageKey, encodeCoverage(coverage, logId));
  }
}
