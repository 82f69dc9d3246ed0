import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { compareWithOwner, requireSegments, recoverLog } from './recover-log.js';
import { DiskFull, isDiskFull } from './log/faults.js';
import type { EventRecord } from './log/event-record.js';
import { LogCursor } from './log-cursor.js';
import { indexDirectoryOf, requireCurrentFormat } from './log/log-directory.js';
import { LogOwner, noteEmptyLog } from './log/log-owner.js';
import { RecordReader, type PageLimit } from './log/log-reader.js';
import { LogWriter, type AppendPoint } from './log/log-writer.js';
import { makeSegment } from './log/segment-file.js';
import type { VisitId } from './index/event-ids.js';
import { Segments } from './log/segments.js';
import type { StreamHead } from './index/stream-head.js';
import { type IndexLimits, StreamIndex } from './index/stream-index.js';
import type { RevisionRange } from './index/index-overlay.js';

export interface StoreLimits extends IndexLimits {
  /** A file of the log is closed once it is longer. */
  readonly segmentBytes: number;
}

/** What one round of the writer adds to the log, in its order. */
export interface RoundChanges {
  readonly start: AppendPoint;
  /** The records of the events, one after the other. */
  readonly chunks: readonly Buffer[];
  readonly events: readonly EventRecord[];
  /** By stream name. */
  readonly heads: ReadonlyMap<string, StreamHead>;
}

interface StoreParts {
  readonly segments: Segments;
  readonly index: StreamIndex;
  readonly owner: LogOwner;
  readonly writer: LogWriter;
}

/**
 * The log on disk and its index (docs/decisions/0008). It shows what is durable, and nothing else: a
 * round is in it from `show` on.
 */
export class LogStore {
  readonly #parts: StoreParts;
  readonly #reader: RecordReader;
  #isClean = true;

  private constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#reader = new RecordReader(parts.segments);
  }

  /**
   * Opens the directory, made if missing. Throws `LogIncomplete`, `LogDamaged` or `UnknownFormat` if
   * what is there is not to be gone on with.
   */
  static async open(directory: string, limits: StoreLimits): Promise<LogStore> {
    mkdirSync(directory, { recursive: true });
    requireCurrentFormat(directory);
    requireSegments(directory);
    const owner = LogOwner.take(directory);
    try {
      const segments = openSegments(directory, owner);
      compareWithOwner(segments, owner.noted);
      return await LogStore.#recovered({ segments, owner }, limits);
    } catch (error) {
      owner.release();
      throw error;
    }
  }

  static async #recovered(
    { segments, owner }: Pick<StoreParts, 'segments' | 'owner'>,
    limits: StoreLimits,
  ): Promise<LogStore> {
    const path = indexDirectoryOf(segments.directory);
    const index = await StreamIndex.open(path, segments.header.logId, limits);
    try {
      await recoverLog(segments, index);
      const writer = new LogWriter(segments, limits.segmentBytes);
      owner.note({ logId: segments.header.logId, last: segments.last });
      return new LogStore({ segments, index, owner, writer });
    } catch (error) {
      await index.close();
      segments.close();
      throw error;
    }
  }

  /** Rejects if the index cannot be written any more. */
  get failed(): Promise<never> {
    return this.#parts.index.failed;
  }

  /** The index that was there could not be used: the log was indexed anew. */
  get isIndexDropped(): boolean {
    return this.#parts.index.isDropped;
  }

  get nodeId(): Buffer {
    return this.#parts.segments.header.logId;
  }

  /** The number of the next new stream. */
  get nextStreamNumber(): number {
    return this.#parts.index.coverage.nextStreamNumber;
  }

  /** The position of the last event, 0 in an empty log. */
  get lastPosition(): number {
    return this.#parts.index.coverage.last;
  }

  get end(): AppendPoint {
    const { last, end } = this.#parts.segments;
    return { base: last, position: end };
  }

  head(streamName: string): StreamHead | undefined {
    return this.#parts.index.head(streamName);
  }

  /** The event at exactly this position. */
  event(position: number): EventRecord {
    return this.#reader.event(position);
  }

  position(streamNumber: number, revision: number): number | undefined {
    return this.#parts.index.position(streamNumber, revision);
  }

  /** The events of a stream within a stretch of revisions, as many as both limits allow. */
  streamEvents(streamNumber: number, stretch: RevisionRange, limit: PageLimit): EventRecord[] {
    const positions = this.#parts.index.positions(streamNumber, stretch, limit.events);
    return this.#reader.events(positions, limit.bytes);
  }

  /** Reads the log from a point in the order of positions, be there a record or not. */
  cursor(point: number): LogCursor {
    const { segments, index } = this.#parts;
    return new LogCursor({ segments, index, reader: this.#reader }, point);
  }

  /** Visits the ids of the last events, the oldest first: as many as the index has room for. */
  visitRecentIds(visit: VisitId): void {
    this.#parts.index.visitRecentIds(visit);
  }

  /** Completes the record of an event that is not yet written. */
  setChecksum({ bytes, position }: EventRecord): void {
    this.#parts.segments.checksum.set(bytes, position);
  }

  /** Where a round begins that follows an end. */
  startAfter(end: AppendPoint): AppendPoint {
    return this.#parts.writer.startAfter(end);
  }

  /**
   * Writes a round. Once it resolves, the round is durable and may be shown and acknowledged. Rejects
   * with `DiskFull` if nothing of it is in the log, nor ever will be. After anything else nobody
   * knows, and nothing may be appended any more.
   */
  async append({ start, chunks }: RoundChanges): Promise<void> {
    const { writer, owner, index, segments } = this.#parts;
    await index.room();
    this.#isClean = false;
    try {
      await writer.write(start, chunks);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      await this.#takeBack();
      throw new DiskFull(error);
    }
    owner.check();
    owner.note({ logId: segments.header.logId, last: segments.last });
    this.#isClean = true;
  }

  /** What the file of a log that is ours no more holds may have been found by its new owner. */
  async #takeBack(): Promise<void> {
    const { writer, owner } = this.#parts;
    owner.check();
    await writer.undo();
    owner.check();
    this.#isClean = true;
  }

  /** Lets a durable round be read. */
  show({ events, heads }: RoundChanges): void {
    const { segments, index } = this.#parts;
    segments.end = events.at(-1)?.end ?? segments.end;
    index.add(events, heads);
  }

  async close(): Promise<void> {
    const { segments, index, owner, writer } = this.#parts;
    if (this.#isClean) await writer.trim();
    await writer.close();
    await index.close();
    segments.close();
    owner.release();
  }
}

const openSegments = (directory: string, owner: LogOwner): Segments => {
  if (Segments.basesIn(directory).length === 0) {
    noteEmptyLog(owner);
    makeSegment(directory, { logId: randomBytes(16), salt: randomInt(2 ** 32), base: 0 });
  }
  return new Segments(directory, Segments.basesIn(directory));
};
