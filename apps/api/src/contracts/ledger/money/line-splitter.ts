export interface BodyLine {
  /** The number of the line in the body, from 1 on; blank lines count. */
  readonly number: number;
  /** The line without its line ending; `undefined` if it is too long. */
  readonly bytes: Buffer | undefined;
}

const byteOrderMark = Buffer.from('\ufeff');
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const blanks = new Set([0x20, 0x09, carriageReturn]);

/** Removes a byte order mark, which some programs write at the beginning of a file. */
const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)
    ? bytes.subarray(byteOrderMark.length)
    : bytes;

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => blanks.has(byte));

/**
 * Cuts a stream of chunks into lines; a line may span several chunks. A line ends with LF or CRLF;
 * the last line may have no ending. Blank lines are counted but not returned. A byte order mark
 * before the first line is removed. At most one line is kept in memory.
 *
 * libs/evidence has another splitter, for files, which is faster and takes lines of up to 32 MiB.
 * Here many callers may send bodies at once, and each body has a splitter in memory. So the length
 * of a line is limited, and the bytes beyond the limit are dropped.
 */
export class LineSplitter {
  /**
   * The beginning of a line that continues in the next chunk. The buffer has room for a line of the
   * greatest allowed length and a CR.
   */
  readonly #begun: Buffer;
  /**
   * The number of bytes of the unfinished line so far. The number also counts the bytes that did
   * not fit into `#begun` and were dropped.
   */
  #length = 0;
  #count = 0;

  constructor(private readonly lineBytesMax: number) {
    this.#begun = Buffer.allocUnsafe(lineBytesMax + 1);
  }

  /**
   * The lines that end in this chunk. The lines share the chunk's memory, so all of them must be
   * taken before the next chunk is given.
   */
  *split(chunk: Buffer): Generator<BodyLine, void> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end === -1) break;
      const rest = chunk.subarray(start, end);
      start = end + 1;
      yield* this.#line(this.#length === 0 ? rest : this.#finished(rest));
    }
    this.#begin(chunk.subarray(start));
  }

  /** The last line, if the body does not end with a line ending. */
  *end(): Generator<BodyLine, void> {
    if (this.#length > 0) yield* this.#line(this.#finished(Buffer.alloc(0)));
  }

  #begin(part: Buffer): void {
    part.copy(this.#begun, Math.min(this.#length, this.#begun.length));
    this.#length += part.length;
  }

  /**
   * Completes a line that began in an earlier chunk. If the line is too long, the result has only
   * its beginning, with one byte more than allowed, so that the line is refused.
   */
  #finished(rest: Buffer): Buffer {
    this.#begin(rest);
    const kept = Math.min(this.#length, this.#begun.length);
    const isCut = this.#length > this.#begun.length;
    this.#length = 0;
    const line = Buffer.from(this.#begun.subarray(0, kept));
    // If the last byte kept is a CR, `#line` would remove it as a line ending, and the line would
    // no longer be too long. So this byte is overwritten.
    return isCut ? line.fill(0, kept - 1) : line;
  }

  *#line(ended: Buffer): Generator<BodyLine, void> {
    this.#count += 1;
    const line = this.#count === 1 ? withoutMark(ended) : ended;
    const bytes = line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
    if (bytes.length > this.lineBytesMax) yield { number: this.#count, bytes: undefined };
    else if (!isBlank(bytes)) yield { number: this.#count, bytes };
  }
}
