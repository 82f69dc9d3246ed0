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
 * Cuts chunks of bytes into lines, wherever the chunks begin and end. A line ends with LF or CRLF;
 * the last line may also end where the body ends. Blank lines are counted and left out; a byte
 * order mark before the first line is left out too. At most the bytes of one line are kept in
 * memory.
 *
 * The splitter of libs/evidence differs: for speed, it takes lines of up to 32 MiB and copies no
 * line that lies within one chunk. Here each caller has a splitter, so the limit of a line is
 * small, and the bytes of a longer line are left out.
 */
export class LineSplitter {
  /**
   * The beginning of a line whose rest is in the next chunk. There is room for the longest line and
   * a CR after it.
   */
  readonly #begun: Buffer;
  /**
   * Length of the line in `#begun` up to now; bytes beyond that buffer are counted and not kept.
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
   * The line that earlier chunks began, with its rest. Of a line that is too long only the
   * beginning is kept, which is still long enough to be refused.
   */
  #finished(rest: Buffer): Buffer {
    this.#begin(rest);
    const kept = Math.min(this.#length, this.#begun.length);
    const isCut = this.#length > this.#begun.length;
    this.#length = 0;
    const line = Buffer.from(this.#begun.subarray(0, kept));
    // The last kept byte may be a CR in the middle of the line, which would be removed as a line
    // ending. So the byte is overwritten, and the line still counts as too long.
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
