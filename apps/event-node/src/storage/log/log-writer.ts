import { closeSync, constants, fdatasync, fsync, ftruncateSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { isDiskFull } from './faults.js';
import { makeSegment, segmentHeaderBytes } from './segment-file.js';
import type { Segments } from './segments.js';

const writeTo = promisify(write);
const syncData = promisify(fdatasync);
const syncAll = promisify(fsync);

/** A point where the log ends and the next events can be written. */
export interface AppendPoint {
  /** The position of the first byte of the segment file in which the point lies. */
  readonly base: number;
  readonly position: number;
}

/** On Linux, a write to a file that is opened with `O_DSYNC` becomes durable in one system call. */
const syncsItself = process.platform === 'linux';
const writeFlags = constants.O_RDWR | (syncsItself ? constants.O_DSYNC : 0);
/**
 * The zeros that are written in advance after the end of the log. A write over these zeros becomes
 * durable sooner than a write that makes the file longer.
 */
const zerosAhead = Buffer.alloc(1024 * 1024);

/**
 * The segment file that is being written. The file is opened twice. Writes to `file` are flushed to
 * the disk at once. `aheadFile` is for the zeros that are written in advance, which do not need to
 * be flushed.
 */
interface OpenSegment {
  readonly base: number;
  readonly file: number;
  readonly aheadFile: number;
}

/**
 * Writes to the end of the log. The events of a write are durable when its promise resolves. After
 * a failed write, unknown bytes may follow the end of the log, so the caller must wait for `undo`
 * before the next write.
 */
export class LogWriter {
  readonly #segments: Segments;
  readonly #segmentBytes: number;
  /**
   * The position of the first byte that this process may write. Segment files of earlier processes
   * end before it and are never written again.
   */
  readonly #first: number;
  /**
   * The segment file that is being written. If the disk was full at the start, this is undefined
   * until there is room for a new file.
   */
  #open: OpenSegment | undefined;
  /** The end of the file, including the zeros after the log, as a position of the log. */
  #allocated: number;
  #allocating: Promise<void> | undefined;

  /**
   * Begins a new segment file, so that this process does not write to a file of an earlier process.
   */
  constructor(segments: Segments, segmentBytes: number) {
    this.#segments = segments;
    this.#segmentBytes = segmentBytes;
    const isEmpty = segments.end === segments.last + segmentHeaderBytes;
    this.#first = isEmpty ? segments.last : segments.end;
    this.#allocated = this.#first + segmentHeaderBytes;
    try {
      this.#open = this.#make(this.#first);
    } catch (error) {
      if (!isDiskFull(error)) throw error; // The first append makes the file.
      return;
    }
    segments.end = this.#allocated;
    this.#allocating = this.#allocate(this.#open);
  }

  /**
   * Returns the point where the next events are written if the log ends at the given point: at the
   * same point, or at the start of a new segment file. A new file is needed if the current one is
   * long enough or belongs to an earlier process.
   */
  startAfter({ base, position }: AppendPoint): AppendPoint {
    const isOurs = base >= this.#first;
    if (isOurs && position - base < this.#segmentBytes) return { base, position };
    return { base: position, position: position + segmentHeaderBytes };
  }

  async write({ base, position }: AppendPoint, chunks: readonly Buffer[]): Promise<void> {
    const open = this.#open?.base === base ? this.#open : await this.#begin(base);
    let at = position;
    for (const chunk of chunks) {
      await this.#writeAll(open, chunk, at);
      at += chunk.length;
    }
    if (!syncsItself) await syncData(open.file);
    if (this.#allocated - at < zerosAhead.length / 2) this.#allocating ??= this.#allocate(open);
  }

  /**
   * Removes the bytes that a failed write left after the end of the log, and waits until the
   * removal is durable. The caller must own the log.
   */
  async undo(): Promise<void> {
    await this.trim();
    if (this.#open !== undefined) await syncAll(this.#open.file);
  }

  /**
   * Removes the zeros after the end of the log. No write may be in progress, and the caller must
   * own the log.
   */
  async trim(): Promise<void> {
    await this.#allocating;
    if (this.#open === undefined) return;
    const { base, file } = this.#open;
    this.#allocated = Math.max(this.#segments.end, base + segmentHeaderBytes);
    ftruncateSync(file, this.#allocated - base);
  }

  async close(): Promise<void> {
    await this.#allocating;
    if (this.#open === undefined) return;
    closeSync(this.#open.file);
    closeSync(this.#open.aheadFile);
    this.#open = undefined;
  }

  /**
   * Begins the next segment file. The file before it is closed only when the new one exists. If the
   * disk is full, no new file is made, and the log still ends in the old one.
   */
  async #begin(base: number): Promise<OpenSegment> {
    const open = this.#make(base);
    await this.trim();
    await this.close();
    this.#open = open;
    this.#allocated = base + segmentHeaderBytes;
    return open;
  }

  #make(base: number): OpenSegment {
    const { directory, header } = this.#segments;
    makeSegment(directory, { ...header, base });
    this.#segments.add(base);
    const path = this.#segments.fileOf(base);
    return {
      base,
      file: openSync(path, writeFlags),
      aheadFile: openSync(path, constants.O_RDWR),
    };
  }

  async #writeAll({ base, file }: OpenSegment, chunk: Buffer, position: number): Promise<void> {
    const end = position + chunk.length;
    if (end > this.#allocated) {
      await this.#allocating; // Zeros that are being written must not overwrite this chunk.
      this.#allocated = Math.max(this.#allocated, end);
    }
    for (let done = 0; done < chunk.length;) {
      const offset = position - base + done;
      const written = await writeTo(file, chunk, done, chunk.length - done, offset);
      done += written.bytesWritten;
    }
  }

  /**
   * Writes zeros in advance after the end of the file. A full disk is not reported here, because
   * the next append fails and reports it.
   */
  async #allocate({ base, aheadFile }: OpenSegment): Promise<void> {
    const from = this.#allocated;
    try {
      const written = await writeTo(aheadFile, zerosAhead, 0, zerosAhead.length, from - base);
      this.#allocated = from + written.bytesWritten;
    } catch {
      this.#allocated = from;
    }
    this.#allocating = undefined;
  }
}
