import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { constants } from 'node:fs';
import { join } from 'node:path';

const FILE = 'owner';
const TOKEN_BYTES = 16;

/** Another process took over the directory: this node must stop. */
export class StoreTakenOver extends Error {
  override readonly name = 'StoreTakenOver';
}

/**
 * Who writes the log. Every start makes itself the owner before it looks for the end of the log, and
 * nothing is acknowledged before another look at who the owner is: what a former owner acknowledged
 * was there to be found, and what it wrote later it does not acknowledge.
 */
export class LogOwner {
  readonly #file: number;
  readonly #token = randomBytes(TOKEN_BYTES);
  readonly #found = Buffer.alloc(TOKEN_BYTES);

  private constructor(file: number) {
    this.#file = file;
    writeSync(file, this.#token, 0, TOKEN_BYTES, 0);
    fsyncSync(file);
  }

  static take(directory: string): LogOwner {
    return new LogOwner(openSync(join(directory, FILE), constants.O_RDWR | constants.O_CREAT));
  }

  /** Throws `StoreTakenOver` if somebody else owns the log now. */
  check(): void {
    readSync(this.#file, this.#found, 0, TOKEN_BYTES, 0);
    if (this.#found.equals(this.#token)) return;
    throw new StoreTakenOver('Another event node took over the data directory.');
  }

  release(): void {
    closeSync(this.#file);
  }
}
