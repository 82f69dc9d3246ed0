import { closeSync, constants, fdatasync, fsync, ftruncateSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { isDiskFull } from './faults.js';
import { makeSegment, segmentHeaderBytes } from './segment-file.js';
import type { Segments } from './segments.js';

const writeTo = promisify(write);
const syncData = promisify(fdatasync);
const syncAll = promisify(fsync);

/** A point where the log ends and the next round may begin. */
export interface AppendPoint {
  /** The position of the first byte of the segment in which the point lies. */
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
 * The segment to which rounds are written. The file is opened twice: `aheadFile` is for writing
 * zeros in advance, which need not be durable at once.
 */
interface OpenSegment {
  readonly base: number;
  readonly file: number;
  readonly aheadFile: number;
}

/**
 * Writes rounds to the end of the log. A round is durable when its promise resolves. After a failed
 * round the end of the file is unknown, so the caller must wait for `undo` before the next round.
 */
export class LogWriter {
  readonly #segments: Segments;
  readonly #segmentBytes: number;
  /** The base of the first segment to which this process writes. */
  readonly #first: number;
  /**
   * The segment to which rounds are written. Undefined if the disk was full at the start, until the
   * disk has room for a segment.
   */
  #open: OpenSegment | undefined;
  /** The end of the file, including the zeros after the log, as a position of the log. */
  #allocated: number;
  #allocating: Promise<void> | undefined;

  /** Begins a new segment, so that this process does not write to a file of an earlier process. */
  constructor(segments: Segments, segmentBytes: number) {
    this.#segments = segments;
    this.#segmentBytes = segmentBytes;
    const isEmpty = segments.end === segments.last + segmentHeaderBytes;
    this.#first = isEmpty ? segments.last : segments.end;
    this.#allocated = this.#first + segmentHeaderBytes;
    try {
      this.#open = this.#make(this.#first);
    } catch (error) {
      if (!isDiskFull(error)) throw error; // Reads work without it, and the first round tries again.
      return;
    }
    segments.end = this.#allocated;
    this.#allocating = this.#allocate(this.#open);
  }

  /**
   * Returns the point where the next round begins if the log ends at this point: at this point, or
   * in a new segment.
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
   * Removes durably the bytes that a failed round left after the end of the log. The caller must
   * own the log.
   */
  async undo(): Promise<void> {
    await this.trim();
    if (this.#open !== undefined) await syncAll(this.#open.file);
  }

  /**
   * Removes the zeros after the end of the log. All rounds must be durable, and the caller must own
   * the log.
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
   * Begins the next segment. The former segment stays open until the new one is made: if the disk
   * is full, the log continues to end in the former segment.
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
   * the next round fails and reports it.
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
