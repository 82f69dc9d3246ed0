import type { Database } from 'lmdb';
import type { EventRecord } from '../log/event-record.js';

/** Packed ids by the number of events before the first one. */
type Pieces = Database<Buffer, number>;

/**
 * A piece with fewer ids is written again with the next ones, so that a quiet log has few pieces.
 */
const pieceIds = 256;

/** Stores the ids of the last events, which follow `before` others, and removes old ones. */
export const putIds = (pieces: Pieces, packed: Buffer, range: IdRange): void => {
  const last = lastPiece(pieces);
  if (last !== undefined && idCount(last.value) < pieceIds) {
    void pieces.put(last.key, Buffer.concat([last.value, packed]));
  } else void pieces.put(range.before, packed);
  const kept = range.before + idCount(packed) - range.limit;
  if (kept <= 0) return;
  const old = [...pieces.getKeys({ start: 0, end: kept })];
  // The last one may also hold newer ids.
  for (const key of old.slice(0, -1)) void pieces.remove(key);
};

interface IdRange {
  readonly before: number;
  /** The number of last ids to keep; slightly more may stay. */
  readonly limit: number;
}

/** Visits the stored ids, the oldest first. */
export const visitStoredIds = (pieces: Pieces, visit: VisitId): void => {
  for (const { value } of pieces.getRange({ start: 0, end: Number.MAX_SAFE_INTEGER })) {
    visitIds(value, visit);
  }
};

/** The id of the last event; undefined if none is stored. */
export const lastStoredId = (pieces: Pieces): Buffer | undefined => {
  const last = lastPiece(pieces);
  return last && lastIdOf(last.value);
};

const lastPiece = (pieces: Pieces): { key: number; value: Buffer } | undefined => {
  const [last] = pieces.getRange({ start: Number.MAX_SAFE_INTEGER, reverse: true, limit: 1 });
  return last;
};

/** Event id (16), stream number (6), revision (6), as in the record of an event. */
const entryBytes = 28;
const streamNumberAt = 16;
const revisionAt = 22;

/** Receives the place of an event with its id. */
export type VisitId = (streamNumber: number, id: Buffer, revision: number) => void;

/** The ids of events in their order, in one growing buffer. */
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

/** The last of at least one packed id. */
const lastIdOf = (packed: Buffer): Buffer =>
  packed.subarray(packed.length - entryBytes, packed.length - entryBytes + streamNumberAt);

export const visitIds = (packed: Buffer, visit: VisitId): void => {
  for (let at = 0; at < packed.length; at += entryBytes) {
    const id = packed.subarray(at, at + streamNumberAt);
    visit(packed.readUIntBE(at + streamNumberAt, 6), id, packed.readUIntBE(at + revisionAt, 6));
  }
};
