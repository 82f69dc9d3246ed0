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
import { crc32 } from 'node:zlib';
import { isDiskFull } from './faults.js';

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
export const noteEmptyLog = (owner: LogOwner): void => {
  owner.note(emptyLogNote);
};

/** What the owner file says of the log beside it: log id (16) · base of the newest segment (6) · checksum (4). */
export interface OwnerNote {
  readonly logId: Buffer;
  readonly last: number;
}

const LOG_ID_BYTES = 16;
const CHECKSUM = LOG_ID_BYTES + 6;
const NOTE_BYTES = CHECKSUM + 4;

/** The log has no segment yet, and never had one. */
export const emptyLogNote: OwnerNote = { logId: Buffer.alloc(LOG_ID_BYTES), last: 0 };

export const isEmptyLogNote = ({ logId }: OwnerNote): boolean => logId.equals(emptyLogNote.logId);

export const encodeOwnerNote = ({ logId, last }: OwnerNote): Buffer => {
  const bytes = Buffer.alloc(NOTE_BYTES);
  bytes.set(logId);
  bytes.writeUIntBE(last, LOG_ID_BYTES, 6);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CHECKSUM)), CHECKSUM);
  return bytes;
};

/** Undefined if there is none, as in files of earlier versions, or only a part of one. */
export const decodeOwnerNote = (file: number, offset: number): OwnerNote | undefined => {
  const bytes = Buffer.alloc(NOTE_BYTES);
  if (readSync(file, bytes, 0, NOTE_BYTES, offset) < NOTE_BYTES) return undefined;
  if (crc32(bytes.subarray(0, CHECKSUM)) !== bytes.readUInt32BE(CHECKSUM)) return undefined;
  return { logId: bytes.subarray(0, LOG_ID_BYTES), last: bytes.readUIntBE(LOG_ID_BYTES, 6) };
};
