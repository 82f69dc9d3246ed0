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

const ownerFile = 'owner';
const tokenBytes = 16;

/**
 * Thrown if another process has taken over the directory, for example on another machine that
 * mounts the directory. This node must stop.
 */
export class StoreTakenOver extends Error {
  override readonly name = 'StoreTakenOver';
}

/**
 * The owner file of a log keeps two processes from acknowledging appends to the same log. Each
 * start writes a random token into the file before it looks for the end of the log. A node reads
 * the token again before each acknowledgement. A new owner therefore finds everything that the
 * former owner acknowledged, and the former owner acknowledges nothing more. After the token, the
 * file has a note about the newest segment file of the log. With the note, a start notices that
 * segment files are missing.
 */
export class LogOwner {
  /**
   * The note about the newest segment file that an earlier process wrote. Undefined if there is no
   * valid note.
   */
  readonly noted: OwnerNote | undefined;
  readonly #file: number;
  readonly #token = randomBytes(tokenBytes);
  readonly #found = Buffer.alloc(tokenBytes);
  #note: OwnerNote | undefined;

  private constructor(file: number) {
    this.#file = file;
    this.noted = decodeOwnerNote(file, tokenBytes);
    writeSync(file, this.#token, 0, tokenBytes, 0);
    fsyncSync(file);
  }

  static take(directory: string): LogOwner {
    return new LogOwner(openSync(fileIn(directory), constants.O_RDWR | constants.O_CREAT));
  }

  /** Throws `StoreTakenOver` if the file holds the token of another process. */
  check(): void {
    readSync(this.#file, this.#found, 0, tokenBytes, 0);
    if (this.#found.equals(this.#token)) return;
    throw new StoreTakenOver('Another event node took over the data directory.');
  }

  /**
   * Writes down durably which segment file is the newest. If the disk is full, the earlier note
   * stays.
   */
  note(note: OwnerNote): void {
    if (this.#note?.last === note.last && this.#note.logId.equals(note.logId)) return;
    this.check();
    try {
      const bytes = encodeOwnerNote(note);
      if (writeSync(this.#file, bytes, 0, bytes.length, tokenBytes) < bytes.length) return;
      fsyncSync(this.#file);
      this.#note = note;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  release(): void {
    closeSync(this.#file);
  }
}

const fileIn = (directory: string): string => join(directory, ownerFile);

/**
 * Reads the note about the newest segment file from the owner file of a directory. Returns
 * undefined if the file is missing, and `{}` if the file has no valid note.
 */
export const ownerFileIn = (directory: string): { readonly noted?: OwnerNote } | undefined => {
  if (!existsSync(fileIn(directory))) return undefined;
  const file = openSync(fileIn(directory), 'r');
  try {
    const noted = decodeOwnerNote(file, tokenBytes);
    return noted === undefined ? {} : { noted };
  } finally {
    closeSync(file);
  }
};

/**
 * Notes that the log has no segment file yet. If a crash follows before the first one is made, the
 * next start sees from this note that nothing was lost.
 */
export const noteEmptyLog = (owner: LogOwner): void => {
  owner.note(emptyLogNote);
};

/**
 * The note in the owner file about the newest segment file of the log. A start compares the note
 * with the files, to notice that newer files are missing. Its bytes: log id (16) · position of the
 * first byte of the newest file (6) · checksum (4).
 */
export interface OwnerNote {
  readonly logId: Buffer;
  readonly last: number;
}

const logIdBytes = 16;
const checksumAt = logIdBytes + 6;
const noteBytes = checksumAt + 4;

/** The note about the newest segment file, for a log that has never had such a file. */
const emptyLogNote: OwnerNote = { logId: Buffer.alloc(logIdBytes), last: 0 };

export const isEmptyLogNote = ({ logId }: OwnerNote): boolean => logId.equals(emptyLogNote.logId);

const encodeOwnerNote = ({ logId, last }: OwnerNote): Buffer => {
  const bytes = Buffer.alloc(noteBytes);
  bytes.set(logId);
  bytes.writeUIntBE(last, logIdBytes, 6);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, checksumAt)), checksumAt);
  return bytes;
};

/**
 * Reads the note about the newest segment file of the log. Returns undefined if the checksum is
 * wrong or the file has no note: earlier releases wrote none.
 */
const decodeOwnerNote = (file: number, offset: number): OwnerNote | undefined => {
  const bytes = Buffer.alloc(noteBytes);
  if (readSync(file, bytes, 0, noteBytes, offset) < noteBytes) return undefined;
  if (crc32(bytes.subarray(0, checksumAt)) !== bytes.readUInt32BE(checksumAt)) return undefined;
  return { logId: bytes.subarray(0, logIdBytes), last: bytes.readUIntBE(logIdBytes, 6) };
};
