import { closeSync, constants, fdatasync, fsync, ftruncateSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { isDiskFull } from './faults.js';
import { makeSegment, SEGMENT_HEADER_BYTES } from './segment-file.js';
import type { Segments } from './segments.js';

const writeTo = promisify(write);
const syncData = promisify(fdatasync);
const syncAll = promisify(fsync);

/** Where the log ends, or will end with a round. */
export interface AppendPoint {
  /** Of the segment that it ends in. */
  readonly base: number;
  readonly position: number;
}

/** Linux makes a write durable by itself: one system call for each round. */
const SYNCS_ITSELF = process.platform === 'linux';
const WRITE_FLAGS = constants.O_RDWR | (SYNCS_ITSELF ? constants.O_DSYNC : 0);
/** A file is filled with zeros ahead, as a write within it is durable sooner than one beyond it. */
const AHEAD = Buffer.alloc(1024 * 1024);

/** The segment that is written to, opened twice: for rounds, and for the zeros ahead of them. */
interface OpenSegment {
  readonly base: number;
  readonly file: number;
  readonly aheadFile: number;
}

/**
 * Writes to the end of the log. A write is durable when its promise resolves; after one that failed
 * nobody knows, and nothing may be written any more before `takeBack` has resolved.
 */
export class LogWriter {
  readonly #segments: Segments;
  readonly #segmentBytes: number;
  /** The base of the first segment of this owner of the log. */
  readonly #first: number;
  /** Undefined as long as the disk has had no room for it. */
  #open: OpenSegment | undefined;
  /** The file has no byte beyond. */
  #allocated: number;
  #allocating: Promise<void> | undefined;

  /** Goes on in a new segment: no file is written to by two owners of the log. */
  constructor(segments: Segments, segmentBytes: number) {
    this.#segments = segments;
    this.#segmentBytes = segmentBytes;
    const isEmpty = segments.end === segments.last + SEGMENT_HEADER_BYTES;
    this.#first = isEmpty ? segments.last : segments.end;
    this.#allocated = this.#first + SEGMENT_HEADER_BYTES;
    try {
      this.#open = this.#make(this.#first);
    } catch (error) {
      if (!isDiskFull(error)) throw error; // The first round tries again; until then all is read.
      return;
    }
    segments.end = this.#allocated;
    this.#allocating = this.#allocate(this.#open);
  }

  /** Where a round begins that follows an end: there, or in a segment of its own. */
  startAfter({ base, position }: AppendPoint): AppendPoint {
    const isOurs = base >= this.#first;
    if (isOurs && position - base < this.#segmentBytes) return { base, position };
    return { base: position, position: position + SEGMENT_HEADER_BYTES };
  }

  async write({ base, position }: AppendPoint, chunks: readonly Buffer[]): Promise<void> {
    const open = this.#open?.base === base ? this.#open : await this.#begin(base);
    let at = position;
    for (const chunk of chunks) {
      await this.#writeAll(open, chunk, at);
      at += chunk.length;
    }
    if (!SYNCS_ITSELF) await syncData(open.file);
    if (this.#allocated - at < AHEAD.length / 2) this.#allocating ??= this.#allocate(open);
  }

  /**
   * Durably takes away what a write that failed has left behind the end of the log. Only if the log
   * is still ours.
   */
  async undo(): Promise<void> {
    await this.trim();
    if (this.#open !== undefined) await syncAll(this.#open.file);
  }

  /** Gives back what was filled with zeros. Only if all that was written is durable and ours. */
  async trim(): Promise<void> {
    await this.#allocating;
    if (this.#open === undefined) return;
    const { base, file } = this.#open;
    this.#allocated = Math.max(this.#segments.end, base + SEGMENT_HEADER_BYTES);
    ftruncateSync(file, this.#allocated - base);
  }

  async close(): Promise<void> {
    await this.#allocating;
    if (this.#open === undefined) return;
    closeSync(this.#open.file);
    closeSync(this.#open.aheadFile);
    this.#open = undefined;
  }

  /** The segment before stays open until this one is made: on a full disk it goes on being the last. */
  async #begin(base: number): Promise<OpenSegment> {
    const open = this.#make(base);
    await this.trim();
    await this.close();
    this.#open = open;
    this.#allocated = base + SEGMENT_HEADER_BYTES;
    return open;
  }

  #make(base: number): OpenSegment {
    const { directory, header } = this.#segments;
    makeSegment(directory, { ...header, base });
    this.#segments.add(base);
    const path = this.#segments.fileOf(base);
    return {
      base,
      file: openSync(path, WRITE_FLAGS),
      aheadFile: openSync(path, constants.O_RDWR),
    };
  }

  async #writeAll({ base, file }: OpenSegment, chunk: Buffer, position: number): Promise<void> {
    const end = position + chunk.length;
    if (end > this.#allocated) {
      await this.#allocating; // It must not write zeros over this.
      this.#allocated = Math.max(this.#allocated, end);
    }
    for (let done = 0; done < chunk.length;) {
      const offset = position - base + done;
      const written = await writeTo(file, chunk, done, chunk.length - done, offset);
      done += written.bytesWritten;
    }
  }

  /** A disk without room for it says so again when a round is written. */
  async #allocate({ base, aheadFile }: OpenSegment): Promise<void> {
    const from = this.#allocated;
    try {
      const written = await writeTo(aheadFile, AHEAD, 0, AHEAD.length, from - base);
      this.#allocated = from + written.bytesWritten;
    } catch {
      this.#allocated = from;
    }
    this.#allocating = undefined;
  }
}
