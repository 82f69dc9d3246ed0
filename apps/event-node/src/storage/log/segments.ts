import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LogDamaged } from '../../model/faults.js';
import { RecordChecksum } from './event-record.js';
import {
  decodeSegmentHeader,
  formatIn,
  segmentHeaderBytes,
  segmentName,
  segmentNamePattern,
  segmentFormat,
  type SegmentHeader,
} from './segment-file.js';
import { UnknownFormat } from './faults.js';

const openFilesMax = 64;
const nothing = Buffer.alloc(0);

/**
 * The segment files of a log in order. A position is the number of a byte, counted over all files:
 * the position of the first byte of its file (the base) plus the offset in the file. Reads stop at
 * `end`, which the writer moves forward once the bytes before the new end are durable.
 */
export class Segments {
  readonly checksum: RecordChecksum;
  readonly header: SegmentHeader;
  readonly directory: string;
  readonly #bases: number[];
  readonly #files = new Map<number, number>();
  #end: number;

  /**
   * Opens the segment files and checks their headers. `bases` are the positions of the first bytes
   * of the files; at least one is needed. Throws `LogDamaged` and `UnknownFormat`.
   */
  constructor(directory: string, bases: readonly number[]) {
    this.directory = directory;
    this.#bases = [...bases];
    this.header = this.#readHeader(this.#bases[0] ?? 0);
    this.checksum = new RecordChecksum(this.header.salt);
    for (const base of this.#bases) this.#check(base);
    this.#end = this.last + statSync(this.fileOf(this.last)).size;
  }

  /**
   * Returns the bases of the segment files in a directory. A base is the position of the first byte
   * of a file in the whole log.
   */
  static basesIn(directory: string): number[] {
    const names = readdirSync(directory).filter((name) => segmentNamePattern.test(name));
    return names.sort().map((name) => Number.parseInt(name, 10));
  }

  /**
   * The position where reads end, which is the durable end of the log. While the log is being
   * opened, reads end at the end of the files.
   */
  get end(): number {
    return this.#end;
  }

  set end(end: number) {
    this.#end = end;
  }

  /** The position of the first record of the log. */
  get start(): number {
    return (this.#bases[0] ?? 0) + segmentHeaderBytes;
  }

  /** The base of the newest segment file: the position of its first byte. */
  get last(): number {
    return this.#bases.at(-1) ?? 0;
  }

  get bases(): readonly number[] {
    return this.#bases;
  }

  fileOf(base: number): string {
    return join(this.directory, segmentName(base));
  }

  /**
   * Adds a segment file as the newest. If the newest file so far was empty, a new file with the
   * same first position may have replaced it. The old file is then closed.
   */
  add(base: number): void {
    this.#close(base);
    if (this.last !== base) this.#bases.push(base);
  }

  /**
   * Returns the first position, at or after the given one, where a record can begin. Positions
   * within the header of a segment file are skipped.
   */
  recordStart(position: number): number {
    const base = this.baseOf(position);
    const start = base + segmentHeaderBytes;
    if (position >= start) return position;
    return this.baseOf(start) === base ? start : this.recordStart(start);
  }

  /**
   * Returns the position of the first byte of the segment file that contains the given position.
   */
  baseOf(position: number): number {
    return this.#bases[this.#segmentOf(position)] ?? 0;
  }

  /**
   * Returns the position where the records end in the segment file that contains the given
   * position.
   */
  endOf(position: number): number {
    const next = this.#bases[this.#segmentOf(position) + 1];
    return next === undefined ? this.#end : Math.min(next, this.#end);
  }

  /**
   * Reads up to `bytesMax` bytes from a position on. The read does not go beyond the end of the
   * segment file.
   */
  read(position: number, bytesMax: number): Buffer {
    const length = Math.min(bytesMax, this.endOf(position) - position);
    return length <= 0 ? nothing : this.readInto(Buffer.allocUnsafe(length), position);
  }

  /**
   * Reads from a position on into a buffer of the caller, at most to the end of the segment file.
   * Returns the part of the buffer that was filled.
   */
  readInto(bytes: Buffer, position: number): Buffer {
    const base = this.baseOf(position);
    const length = Math.min(bytes.length, this.endOf(position) - position);
    let done = 0;
    while (done < length) {
      const count = readSync(this.#file(base), bytes, done, length - done, position - base + done);
      if (count === 0) break; // The writer has cut off the zeros at the end.
      done += count;
    }
    return bytes.subarray(0, done);
  }

  /** Makes the error that reports damage at a position. */
  damage(position: number, what: string): LogDamaged {
    return this.#damageAt(this.baseOf(position), position, what);
  }

  close(): void {
    for (const base of [...this.#files.keys()]) this.#close(base);
  }

  #segmentOf(position: number): number {
    let low = 0;
    let high = this.#bases.length - 1;
    if (position >= this.last) return high;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#bases[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * Returns the open segment file. At most 64 files stay open. To open one more, the file that was
   * opened first is closed.
   */
  #file(base: number): number {
    const open = this.#files.get(base);
    if (open !== undefined) return open;
    const [oldest] = this.#files.keys();
    if (oldest !== undefined && this.#files.size >= openFilesMax) this.#close(oldest);
    const file = openSync(this.fileOf(base), 'r');
    this.#files.set(base, file);
    return file;
  }

  #close(base: number): void {
    const file = this.#files.get(base);
    this.#files.delete(base);
    if (file !== undefined) closeSync(file);
  }

  #readHeader(base: number): SegmentHeader {
    const bytes = Buffer.alloc(segmentHeaderBytes);
    readSync(this.#file(base), bytes, 0, bytes.length, 0);
    const header = decodeSegmentHeader(bytes);
    if (header?.base === base) return header;
    const format = formatIn(bytes);
    if (format !== undefined && format !== segmentFormat) {
      throw new UnknownFormat(
        `${this.fileOf(base)} has format ${format}, but this node reads format ${segmentFormat}: ` +
          'start the release that wrote it, or a later one (docs/upgrades.md).',
      );
    }
    throw this.#damageAt(base, base, 'This is not the header of the segment.');
  }

  #check(base: number): void {
    const { logId, salt } = this.#readHeader(base);
    if (!logId.equals(this.header.logId) || salt !== this.header.salt) {
      throw this.#damageAt(base, base, 'The segment is of another log.');
    }
    const next = this.#bases[this.#bases.indexOf(base) + 1];
    const { size } = fstatSync(this.#file(base));
    if (next !== undefined && base + size < next) {
      const what =
        'The file ends before the next segment begins: a segment is missing, or this file is incomplete.';
      throw this.#damageAt(base, base + size, what);
    }
  }

  #damageAt(base: number, position: number, what: string): LogDamaged {
    return new LogDamaged({ file: this.fileOf(base), offset: position - base, position }, what);
  }
}
