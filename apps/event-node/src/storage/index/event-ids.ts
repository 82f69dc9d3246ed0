import type { Database } from 'lmdb';
import type { EventRecord } from '../log/event-record.js';

/**
 * The ids of the newest events. A database entry holds several hundred ids (a piece), because an
 * entry for each id would take more space and time. The key of a piece is the number of events in
 * the log before its first event.
 */
type Pieces = Database<Buffer, number>;

/**
 * A database entry of ids (a piece) is complete when it has this number of ids. Until then, new ids
 * are added to the entry. Otherwise a log with few appends would get many small entries.
 */
const pieceIds = 256;

/**
 * Stores the packed ids of new events. Also removes the database entries whose ids are all too old
 * to be needed.
 */
export const putIds = (pieces: Pieces, packed: Buffer, range: IdRange): void => {
  const last = lastPiece(pieces);
  if (last !== undefined && idCount(last.value) < pieceIds) {
    void pieces.put(last.key, Buffer.concat([last.value, packed]));
  } else void pieces.put(range.before, packed);
  const kept = range.before + idCount(packed) - range.limit;
  if (kept <= 0) return;
  const old = [...pieces.getKeys({ start: 0, end: kept })];
  // The newest of the old entries is kept, because it may also hold ids that are still needed.
  for (const key of old.slice(0, -1)) void pieces.remove(key);
};

interface IdRange {
  readonly before: number;
  /**
   * The number of newest ids to keep. Some older ids stay too, because a database entry with many
   * ids is removed only as a whole.
   */
  readonly limit: number;
}

/** Calls `visit` for each event id in the database, the oldest first. */
export const visitStoredIds = (pieces: Pieces, visit: VisitId): void => {
  for (const { value } of pieces.getRange({ start: 0, end: Number.MAX_SAFE_INTEGER })) {
    visitIds(value, visit);
  }
};

/** Returns the id of the newest event in the index; undefined if the index holds no ids. */
export const lastStoredId = (pieces: Pieces): Buffer | undefined => {
  const last = lastPiece(pieces);
  return last && lastIdOf(last.value);
};

const lastPiece = (pieces: Pieces): { key: number; value: Buffer } | undefined => {
  const [last] = pieces.getRange({ start: Number.MAX_SAFE_INTEGER, reverse: true, limit: 1 });
  return last;
};

/**
 * The size of a packed id in bytes: event id (16), stream number (6) and revision (6), as in a
 * record of the log.
 */
const entryBytes = 28;
const streamNumberAt = 16;
const revisionAt = 22;

/** Called with the stream number, the id and the revision of one event. */
export type VisitId = (streamNumber: number, id: Buffer, revision: number) => void;

/** The ids of events in the order of the log, packed into one buffer that grows. */
export class PackedIds {
  #memory = Buffer.alloc(0);
  #length = 0;

  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  add(event: EventRecord): void {
    if (this.#length === this.#memory.length) this.#grow();
    event.copyIdentity(this.#memory, this.#length);
    this.#length += entryBytes;
  }

  #grow(): void {
    const memory = Buffer.allocUnsafeSlow(Math.max(64 * entryBytes, 2 * this.#length));
    this.bytes.copy(memory);
    this.#memory = memory;
  }
}

/** The number of packed ids in a buffer. */
const idCount = ({ length }: Buffer): number => length / entryBytes;

/** Returns the last event id in a buffer that holds at least one id. */
const lastIdOf = (packed: Buffer): Buffer =>
  packed.subarray(packed.length - entryBytes, packed.length - entryBytes + streamNumberAt);

export const visitIds = (packed: Buffer, visit: VisitId): void => {
  for (let at = 0; at < packed.length; at += entryBytes) {
    const id = packed.subarray(at, at + streamNumberAt);
    visit(packed.readUIntBE(at + streamNumberAt, 6), id, packed.readUIntBE(at + revisionAt, 6));
  }
};
