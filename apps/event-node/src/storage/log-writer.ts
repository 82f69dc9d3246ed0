import { closeSync, constants, fdatasync, ftruncateSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { makeSegment } from './new-segment.js';
import { SEGMENT_HEADER_BYTES } from './segment-header.js';
import type { Segments } from './segments.js';

const writeTo = promisify(write);
const syncData = promisify(fdatasync);

/** Where the log ends, or will end with a round. */
export interface LogEnd {
  /** Of the segment that it ends in. */
  readonly base: number;
  readonly position: number;
}

/** Linux makes a write durable by itself: one system call for each round. */
const SYNCS_ITSELF = process.platform === 'linux';
const WRITE_FLAGS = constants.O_RDWR | (SYNCS_ITSELF ? constants.O_DSYNC : 0);
/** A file is filled with zeros ahead, as a write within it is durable sooner than one beyond it. */
const AHEAD = Buffer.alloc(1024 * 1024);

/**
 * Writes to the end of the log. A write is durable when its promise resolves; after one that failed
 * nobody knows, and nothing may be written any more.
 */
export class LogWriter {
  readonly #segments: Segments;
  readonly #segmentBytes: number;
  #base: number;
  #file: number;
  #aheadFile: number;
  /** The file has no byte beyond. */
  #allocated: number;
  #allocating: Promise<void> | undefined;

  /** Goes on in a new segment: no file is written to by two owners of the log. */
  constructor(segments: Segments, segmentBytes: number) {
    this.#segments = segments;
    this.#segmentBytes = segmentBytes;
    const isEmpty = segments.end === segments.last + SEGMENT_HEADER_BYTES;
    this.#base = isEmpty ? segments.last : segments.end;
    makeSegment(segments.directory, { ...segments.header, base: this.#base });
    segments.add(this.#base);
    segments.end = this.#base + SEGMENT_HEADER_BYTES;
    [this.#file, this.#aheadFile] = this.#open();
    this.#allocated = segments.end;
    this.#allocating = this.#allocate();
  }

  /** Where a round begins that follows an end: there, or in a segment of its own. */
  startAfter({ base, position }: LogEnd): LogEnd {
    if (position - base < this.#segmentBytes) return { base, position };
    return { base: position, position: position + SEGMENT_HEADER_BYTES };
  }

  async write({ base, position }: LogEnd, chunks: readonly Buffer[]): Promise<void> {
    if (base !== this.#base) await this.#begin(base);
    let at = position;
    for (const chunk of chunks) {
      await this.#writeAll(chunk, at);
      at += chunk.length;
    }
    if (!SYNCS_ITSELF) await syncData(this.#file);
    if (this.#allocated - at < AHEAD.length / 2) this.#allocating ??= this.#allocate();
  }

  /** Gives back what was filled with zeros. Only if all that was written is durable and ours. */
  async trim(): Promise<void> {
    await this.#allocating;
    ftruncateSync(this.#file, this.#segments.end - this.#base);
  }

  async close(): Promise<void> {
    await this.#allocating;
    closeSync(this.#file);
    closeSync(this.#aheadFile);
  }

  async #begin(base: number): Promise<void> {
    await this.trim();
    await this.close();
    makeSegment(this.#segments.directory, { ...this.#segments.header, base });
    this.#segments.add(base);
    this.#base = base;
    [this.#file, this.#aheadFile] = this.#open();
    this.#allocated = base + SEGMENT_HEADER_BYTES;
  }

  #open(): [file: number, aheadFile: number] {
    const path = this.#segments.fileOf(this.#base);
    return [openSync(path, WRITE_FLAGS), openSync(path, constants.O_RDWR)];
  }

  async #writeAll(chunk: Buffer, position: number): Promise<void> {
    const end = position + chunk.length;
    if (end > this.#allocated) {
      await this.#allocating; // It must not write zeros over this.
      this.#allocated = Math.max(this.#allocated, end);
    }
    for (let done = 0; done < chunk.length;) {
      const offset = position - this.#base + done;
      const written = await writeTo(this.#file, chunk, done, chunk.length - done, offset);
      done += written.bytesWritten;
    }
  }

  /** A disk without room for it says so again when a round is written. */
  async #allocate(): Promise<void> {
    const from = this.#allocated;
    try {
      const written = await writeTo(this.#aheadFile, AHEAD, 0, AHEAD.length, from - this.#base);
      this.#allocated = from + written.bytesWritten;
    } catch {
      this.#allocated = from;
    }
    this.#allocating = undefined;
  }
}
