import { isAscii } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Line } from './event-line.js';

const lineFeed = 10;

/** A line longer than any event: the file is not an export. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * Bytes of the longest line that is read; the event store accepts no append of nearly that size.
 */
export const lineBytesMax = 32 * 1_024 * 1_024;

/**
 * Cuts chunks into lines. `onLine` may use a line only during the call, and may overwrite it: once
 * pushed, a chunk belongs to the splitter.
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

  /** Passes on the last line if it has no line feed at its end. */
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
    // A copy, because the reader may reuse the chunk's memory.
    this.#rest.push(Buffer.from(piece));
  }
}

const chunkBytes = 256 * 1_024;

/** Reads a file in pieces. A piece is valid until the next one is requested. */
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
 * Calls `onLine` with each line of the files in order, with one piece in memory at a time. A line
 * is valid during the call only.
 */
export const eachLine = (paths: readonly string[], onLine: (line: Line) => void): void => {
  for (const path of paths) {
    const splitter = new LineSplitter(onLine);
    for (const chunk of fileChunks(path)) splitter.push(chunk);
    splitter.end();
  }
};

/** Decodes UTF-8. Most texts are ASCII, which decodes several times faster as Latin-1. */
export const decodeText = (buffer: Buffer, start: number, end: number): string =>
  buffer.toString(isAscii(buffer.subarray(start, end)) ? 'latin1' : 'utf8', start, end);
