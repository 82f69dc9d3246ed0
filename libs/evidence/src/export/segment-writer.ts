import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Segment } from './manifest.js';
import { putInPlace } from './write-atomically.js';

/** Writes one segment; it has its name only when it is whole and on the disk. */
export class SegmentWriter {
  readonly #hash = createHash('sha256');
  readonly #file: number;
  readonly #path: string;
  #events = 0;
  #bytes = 0;
  #firstPosition = '';
  #lastPosition = '';

  constructor(
    private readonly directory: string,
    private readonly name: string,
  ) {
    this.#path = join(directory, `${name}.part`);
    this.#file = openSync(this.#path, 'w', 0o600);
  }

  get events(): number {
    return this.#events;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** `position` is that of the event in the line. */
  write(line: string, position: bigint): void {
    const bytes = Buffer.from(line);
    writeSync(this.#file, bytes);
    this.#hash.update(bytes);
    if (this.#events === 0) this.#firstPosition = String(position);
    this.#lastPosition = String(position);
    this.#events += 1;
    this.#bytes += bytes.length;
  }

  end(): Segment {
    fsyncSync(this.#file);
    closeSync(this.#file);
    putInPlace(this.#path, join(this.directory, this.name));
    return {
      file: this.name,
      events: this.#events,
      bytes: this.#bytes,
      firstPosition: this.#firstPosition,
      lastPosition: this.#lastPosition,
      sha256: this.#hash.digest('hex'),
    };
  }

  /** Leaves what is unfinished; the next export writes over it. */
  abandon(): void {
    closeSync(this.#file);
  }
}
