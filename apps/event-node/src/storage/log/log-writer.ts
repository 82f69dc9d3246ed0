import { closeSync, constants, fdatasync, fsync, ftruncateSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { isDiskFull } from './faults.js';
import { makeSegment, segmentHeaderBytes } from './segment-file.js';
import type { Segments } from './segments.js';

const writeTo = promisify(write);
const syncData = promisify(fdatasync);
const syncAll = promisify(fsync);

/** The end of the log, now or after a round. */
export interface AppendPoint {
  /** The base of the segment that it ends in. */
  readonly base: number;
  readonly position: number;
}

/** On Linux `O_DSYNC` makes a write durable in one system call. */
const syncsItself = process.platform === 'linux';
const writeFlags = constants.O_RDWR | (syncsItself ? constants.O_DSYNC : 0);
/**
 * Zeros are written ahead of the log: a write within a file becomes durable sooner than one that
 * extends it.
 */
const zerosAhead = Buffer.alloc(1024 * 1024);

/** The current segment, opened twice: for rounds and for the zeros ahead of them. */
interface OpenSegment {
  readonly base: number;
  readonly file: number;
  readonly aheadFile: number;
}

/**
 * Writes to the end of the log. A write is durable when its promise resolves. After a failed write
 * the end of the log is unknown, and the next write must wait until `undo` has resolved.
 */
export class LogWriter {
  readonly #segments: Segments;
  readonly #segmentBytes: number;
  /** The base of the first segment of this owner of the log. */
  readonly #first: number;
  /** Undefined until the disk has room for it. */
  #open: OpenSegment | undefined;
  /** The length of the file, as a position of the log. */
  #allocated: number;
  #allocating: Promise<void> | undefined;

  /** Continues in a new segment, so that no file is written by two owners of the log. */
  constructor(segments: Segments, segmentBytes: number) {
    this.#segments = segments;
    this.#segmentBytes = segmentBytes;
    const isEmpty = segments.end === segments.last + segmentHeaderBytes;
    this.#first = isEmpty ? segments.last : segments.end;
    this.#allocated = this.#first + segmentHeaderBytes;
    try {
      this.#open = this.#make(this.#first);
    } catch (error) {
      if (!isDiskFull(error)) throw error; // The first round tries again; reads work until then.
      return;
    }
    segments.end = this.#allocated;
    this.#allocating = this.#allocate(this.#open);
  }

  /** The start of a round after an end: there, or in a new segment. */
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
   * Durably removes what a failed write has left after the end of the log. The caller must own the
   * log.
   */
  async undo(): Promise<void> {
    await this.trim();
    if (this.#open !== undefined) await syncAll(this.#open.file);
  }

  /**
   * Removes the zeros ahead of the log. All writes must be durable, and the caller must own the
   * log.
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
   * The former segment stays open until the new one is made, so that it stays the last one on a
   * full disk.
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
      await this.#allocating; // Zeros must not overwrite this chunk.
      this.#allocated = Math.max(this.#allocated, end);
    }
    for (let done = 0; done < chunk.length;) {
      const offset = position - base + done;
      const written = await writeTo(file, chunk, done, chunk.length - done, offset);
      done += written.bytesWritten;
    }
  }

  /** If the disk has no room, the next round reports it. */
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
