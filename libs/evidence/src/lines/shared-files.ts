import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const heldBytes = 1_024 * 1_024;
/**
 * A UTF-16 code unit of a string becomes at most this number of bytes in UTF-8, so the size of a
 * line can be limited before the line is encoded.
 */
const bytesPerUnit = 3;

/**
 * Memory for lines that wait to be written: `held` has the lines in the order of their arrival, and
 * `ordered` has the same lines sorted by file.
 */
export interface LineBuffers {
  readonly held: Buffer;
  readonly ordered: Buffer;
}

/**
 * Allocates the buffers. Each thread allocates them once and uses them again for everything that it
 * checks.
 */
export const lineBuffers = (): LineBuffers => ({
  held: Buffer.allocUnsafeSlow(heldBytes),
  ordered: Buffer.allocUnsafeSlow(heldBytes),
});

/**
 * Writes lines to numbered files of a directory. Several threads append to the same files, so only
 * whole lines are appended. Waiting lines are kept as bytes and not as strings, because each
 * garbage collection would copy the strings.
 */
export class SharedFiles {
  #length = 0;
  /**
   * By file number: the start and the end in `held` of each line that waits to be written to the
   * file.
   */
  readonly #places = new Map<number, number[]>();

  constructor(
    private readonly directory: string,
    private readonly lines: LineBuffers,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** `line` must end with a line feed. */
  add(file: number, line: string): void {
    if (this.#length + bytesPerUnit * line.length > heldBytes) this.end();
    if (bytesPerUnit * line.length > heldBytes) {
      this.#append(file, Buffer.from(line));
      return;
    }
    const start = this.#length;
    this.#length += this.lines.held.write(line, start);
    const places = this.#places.get(file);
    if (places === undefined) this.#places.set(file, [start, this.#length]);
    else places.push(start, this.#length);
  }

  /** Writes all lines that wait. */
  end(): void {
    const { held, ordered } = this.lines;
    for (const [file, places] of this.#places) {
      let length = 0;
      for (let index = 0; index < places.length; index += 2) {
        length += held.copy(ordered, length, places[index], places[index + 1]);
      }
      this.#append(file, ordered.subarray(0, length));
    }
    this.#places.clear();
    this.#length = 0;
  }

  #append(file: number, lines: Buffer): void {
    appendFileSync(sharedFile(this.directory, file), lines, { mode: 0o600 });
  }
}

export const sharedFile = (directory: string, file: number): string =>
  join(directory, `${String(file).padStart(8, '0')}.ndjson`);
