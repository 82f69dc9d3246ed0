import { isAscii } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Line } from './event-line.js';

const lineFeed = 10;

/** A line is longer than any event can be, so the file is not an export. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * Largest line that is read, in bytes. No event is longer, because the event store accepts only far
 * smaller appends.
 */
export const lineBytesMax = 32 * 1_024 * 1_024;

/**
 * Cuts chunks of bytes into lines. Most lines are not copied but point into the pushed chunk. A
 * line is therefore valid only during the call of `onLine`, and `onLine` may overwrite bytes of the
 * chunk.
 */
export class LineSplitter {
  #rest: Buffer[] = [];
  #restBytes = 0;

  constructor(private readonly onLine: (line: Line) => void) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      this.#give(chunk, start, end);
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** Passes on the last line if it does not end with a line feed. */
  end(): void {
    if (this.#restBytes > 0) this.#give(Buffer.alloc(0), 0, 0);
  }

  #give(chunk: Buffer, start: number, end: number): void {
    if (this.#restBytes === 0) {
      this.onLine({ buffer: chunk, start, end });
      return;
    }
    const buffer = Buffer.concat([...this.#rest, chunk.subarray(start, end)]);
    this.#rest = [];
    this.#restBytes = 0;
    this.onLine({ buffer, start: 0, end: buffer.length });
  }

  #keep(piece: Buffer): void {
    this.#restBytes += piece.length;
    if (this.#restBytes > lineBytesMax) throw new LineTooLong('A line is longer than 32 MiB');
    // This part of a line that is not complete yet is copied, because the caller may reuse the
    // memory of the chunk.
    this.#rest.push(Buffer.from(piece));
  }
}

const chunkBytes = 256 * 1_024;

/** Reads a file in pieces. Each piece is valid only until the next piece is read. */
export function* fileChunks(path: string): Generator<Buffer, void> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const length = readSync(file, buffer, 0, chunkBytes, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * Calls `onLine` for each line of the files in sequence. Only one piece of a file is in memory, and
 * a line is valid only during the call.
 */
export const eachLine = (paths: readonly string[], onLine: (line: Line) => void): void => {
  for (const path of paths) {
    const splitter = new LineSplitter(onLine);
    for (const chunk of fileChunks(path)) splitter.push(chunk);
    splitter.end();
  }
};

/**
 * Decodes UTF-8. Most texts are ASCII. Decoding ASCII as Latin-1 gives the same text several times
 * faster.
 */
export const decodeText = (buffer: Buffer, start: number, end: number): string =>
  buffer.toString(isAscii(buffer.subarray(start, end)) ? 'latin1' : 'utf8', start, end);
