import type { Line } from './line-head.js';

const lineFeed = 10;

/** No event is that long: the file is none of ours. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/** Longest line that is read, bytes; the event store takes no append near as large. */
export const lineBytesMax = 32 * 1_024 * 1_024;

/**
 * Cuts chunks into lines. A line is lent to `onLine` for the time of the call, and may be written over by it; so a
 * chunk belongs to the splitter from then on.
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

  /** The last line, if it has no line feed at its end. */
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
    // A copy: the reader may fill the same memory again.
    this.#rest.push(Buffer.from(piece));
  }
}
