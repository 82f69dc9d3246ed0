import { randomBytes, randomInt } from 'node:crypto';
import { makeFolder } from '#runtime';
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
  /**
   * When the newest segment file of the log has reached this length in bytes, the next events go
   * into a new file.
   */
  readonly segmentBytes: number;
}

/**
 * The content of one round. A round is one write to the disk, with the events of one or more
 * appends.
 */
export interface RoundChanges {
  readonly start: AppendPoint;
  /** The bytes to write: the records of the events, one after the other. */
  readonly chunks: readonly Buffer[];
  readonly events: readonly EventRecord[];
  /** The new heads (current states) of the streams that the round changes, by stream name. */
  readonly heads: ReadonlyMap<string, StreamHead>;
}

interface OpenedStore {
  readonly segments: Segments;
  readonly index: StreamIndex;
  readonly owner: LogOwner;
  readonly writer: LogWriter;
}

/**
 * The log on the disk and its index (docs/decisions/0008). Reads find only durable events: the
 * events of a write to the disk are found once `show` was called with them.
 */
export class LogStore {
  readonly #opened: OpenedStore;
  readonly #reader: RecordReader;
  #isClean = true;

  private constructor(opened: OpenedStore) {
    this.#opened = opened;
    this.#reader = new RecordReader(opened.segments);
  }

  /**
   * Opens the log of a directory, and makes the directory if it is missing. Throws `LogIncomplete`,
   * `LogDamaged` or `UnknownFormat` if the log cannot be continued.
   */
  static async open(directory: string, limits: StoreLimits): Promise<LogStore> {
    makeFolder(directory);
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
    { segments, owner }: Pick<OpenedStore, 'segments' | 'owner'>,
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

  /**
   * Rejects if the index cannot be written. If only the disk is full, this does not reject, because
   * the write is repeated later.
   */
  get failed(): Promise<never> {
    return this.#opened.index.failed;
  }

  /** True if the index on the disk was not usable, so that the whole log was indexed again. */
  get isIndexDropped(): boolean {
    return this.#opened.index.isDropped;
  }

  get nodeId(): Buffer {
    return this.#opened.segments.header.logId;
  }

  /** The number that will stand for the next new stream in records and in keys of the index. */
  get nextStreamNumber(): number {
    return this.#opened.index.coverage.nextStreamNumber;
  }

  /** The position of the last event, 0 in an empty log. */
  get lastPosition(): number {
    return this.#opened.index.coverage.last;
  }

  get end(): AppendPoint {
    const { last, end } = this.#opened.segments;
    return { base: last, position: end };
  }

  head(streamName: string): StreamHead | undefined {
    return this.#opened.index.head(streamName);
  }

  /** Returns the event whose record begins at exactly this position. */
  event(position: number): EventRecord {
    return this.#reader.event(position);
  }

  position(streamNumber: number, revision: number): number | undefined {
    return this.#opened.index.position(streamNumber, revision);
  }

  /**
   * Returns the events of a stream within a range of revisions, at most as many as `limit` allows.
   */
  streamEvents(streamNumber: number, stretch: RevisionRange, limit: PageLimit): EventRecord[] {
    const positions = this.#opened.index.positions(streamNumber, stretch, limit.events);
    return this.#reader.events(positions, limit.bytes);
  }

  /**
   * Returns a cursor that reads from a position of the log. The position may be in the middle of a
   * record.
   */
  cursor(point: number): LogCursor {
    const { segments, index } = this.#opened;
    return new LogCursor({ segments, index, reader: this.#reader }, point);
  }

  /** Calls `visit` for the id of each of the newest events, the oldest first. */
  visitRecentIds(visit: VisitId): void {
    this.#opened.index.visitRecentIds(visit);
  }

  /** Sets the checksum in the bytes of a record that is not written yet. */
  setChecksum({ bytes, position }: EventRecord): void {
    this.#opened.segments.checksum.set(bytes, position);
  }

  /**
   * Returns the point where the next events are written if the log ends at `end`: at `end` itself,
   * or at the start of a new segment file if the file at `end` is long enough.
   */
  startAfter(end: AppendPoint): AppendPoint {
    return this.#opened.writer.startAfter(end);
  }

  /**
   * Writes a round: the events of one or more appends, in one write to the disk. Once the promise
   * resolves, the events are durable and may be shown to readers and acknowledged. `DiskFull` means
   * that nothing was written. After any other error it is unknown what was written, so the caller
   * must append nothing more.
   */
  async append({ start, chunks }: RoundChanges): Promise<void> {
    const { writer, owner, index, segments } = this.#opened;
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

  /**
   * Removes the bytes that a failed write left. Throws if another process owns the log now, because
   * that process may have found these bytes and kept them.
   */
  async #takeBack(): Promise<void> {
    const { writer, owner } = this.#opened;
    owner.check();
    await writer.undo();
    owner.check();
    this.#isClean = true;
  }

  /** Makes events visible to readers. The events must be durable already. */
  show({ events, heads }: RoundChanges): void {
    const { segments, index } = this.#opened;
    segments.end = events.at(-1)?.end ?? segments.end;
    index.add(events, heads);
  }

  async close(): Promise<void> {
    const { segments, index, owner, writer } = this.#opened;
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
