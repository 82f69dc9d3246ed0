import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDiskFull } from './disk-full.js';
import { decodeOwnerNote, encodeOwnerNote, nothingYet, type OwnerNote } from './owner-note.js';

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
 *
 * Behind the token stands a note of the log itself, by which a start sees that segments are gone.
 */
export class LogOwner {
  /** What the owners before noted; undefined if none did. */
  readonly noted: OwnerNote | undefined;
  readonly #file: number;
  readonly #token = randomBytes(TOKEN_BYTES);
  readonly #found = Buffer.alloc(TOKEN_BYTES);
  #last: number | undefined;

  private constructor(file: number) {
    this.#file = file;
    this.noted = decodeOwnerNote(file, TOKEN_BYTES);
    writeSync(file, this.#token, 0, TOKEN_BYTES, 0);
    fsyncSync(file);
  }

  static take(directory: string): LogOwner {
    return new LogOwner(openSync(fileIn(directory), constants.O_RDWR | constants.O_CREAT));
  }

  /** Throws `StoreTakenOver` if somebody else owns the log now. */
  check(): void {
    readSync(this.#file, this.#found, 0, TOKEN_BYTES, 0);
    if (this.#found.equals(this.#token)) return;
    throw new StoreTakenOver('Another event node took over the data directory.');
  }

  /** Notes the newest segment durably, if it is not noted yet. A full disk keeps the former note. */
  note(note: OwnerNote): void {
    if (this.#last === note.last) return;
    this.check();
    try {
      const bytes = encodeOwnerNote(note);
      if (writeSync(this.#file, bytes, 0, bytes.length, TOKEN_BYTES) < bytes.length) return;
      fsyncSync(this.#file);
      this.#last = note.last;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  release(): void {
    closeSync(this.#file);
  }
}

const fileIn = (directory: string): string => join(directory, FILE);

/** What the owner file of a directory says of its log: undefined without a file, `{}` if it says nothing. */
export const ownerFileIn = (directory: string): { readonly noted?: OwnerNote } | undefined => {
  if (!existsSync(fileIn(directory))) return undefined;
  const file = openSync(fileIn(directory), 'r');
  try {
    const noted = decodeOwnerNote(file, TOKEN_BYTES);
    return noted === undefined ? {} : { noted };
  } finally {
    closeSync(file);
  }
};

/** Notes in a new directory that its log has no segment yet: a crash before the first one may leave it so. */
export const noteNothingYet = (owner: LogOwner): void => {
  owner.note(nothingYet);
};
