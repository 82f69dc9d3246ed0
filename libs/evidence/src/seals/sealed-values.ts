import { closeSync, openSync, writeSync } from 'node:fs';
import { fileChunks } from '../lines/file-chunks.js';

const positionBytes = 19;
const chainBytes = 64;
const recordBytes = positionBytes + chainBytes;
const recordsHeld = 2_000;

/** An event as a seal covers it. */
export interface SealedValue {
  /** Digits, without zeros in front. */
  readonly position: string;
  readonly chain: string;
}

/**
 * The positions and chain values of a log, kept in a file: which of them a seal covers is known only when it comes, and
 * that may be millions of events later.
 */
export class SealedValues {
  readonly #file: number;
  readonly #held = Buffer.alloc(recordBytes * recordsHeld);
  #bytes = 0;
  #isClosed = false;

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600);
  }

  add(position: string, chain: string): void {
    this.#held.write(
      position.padEnd(positionBytes) + chain.padEnd(chainBytes),
      this.#bytes,
      'latin1',
    );
    this.#bytes += recordBytes;
    if (this.#bytes === this.#held.length) this.#flush();
  }

  end(): void {
    this.#flush();
    this.close();
  }

  /** Also without `end`, when nobody will read them. */
  close(): void {
    if (!this.#isClosed) closeSync(this.#file);
    this.#isClosed = true;
  }

  #flush(): void {
    if (this.#bytes > 0) writeSync(this.#file, this.#held, 0, this.#bytes);
    this.#bytes = 0;
  }
}

/** What such files hold, one behind the other, in the order of the log. */
export function* readSealedValues(paths: readonly string[]): Generator<SealedValue, void> {
  for (const path of paths) {
    let rest = Buffer.alloc(0);
    for (const chunk of fileChunks(path)) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (; at + recordBytes <= bytes.length; at += recordBytes) {
        const record = bytes.toString('latin1', at, at + recordBytes);
        const position = record.slice(0, positionBytes).trimEnd();
        yield { position, chain: record.slice(positionBytes).trimEnd() };
      }
      rest = Buffer.from(bytes.subarray(at));
    }
  }
}
