import type { Database } from 'lmdb';
import type { EventRecord } from '../log/event-record.js';

/** By how many events are before the first of a piece: their ids, packed. */
type Pieces = Database<Buffer, number>;

/** A piece with fewer ids is written again with what follows, so that a quiet log has few of them. */
const PIECE_IDS = 256;

/** Stores the ids of the last events, `before` events being before them, and forgets old ones. */
export const putIds = (pieces: Pieces, packed: Buffer, range: IdRange): void => {
  const last = lastPiece(pieces);
  if (last !== undefined && idCount(last.value) < PIECE_IDS) {
    void pieces.put(last.key, Buffer.concat([last.value, packed]));
  } else void pieces.put(range.before, packed);
  const kept = range.before + idCount(packed) - range.limit;
  if (kept <= 0) return;
  const old = [...pieces.getKeys({ start: 0, end: kept })];
  for (const key of old.slice(0, -1)) void pieces.remove(key); // The last one may reach further.
};

export interface IdRange {
  readonly before: number;
  /** So many of the last ids are kept, and hardly more. */
  readonly limit: number;
}

/** Visits what is stored of the last ids, the oldest first. */
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

/** Event id (16), stream number (6), revision (6): as they lie in the record of an event. */
const ENTRY_BYTES = 28;
const STREAM_NUMBER = 16;
const REVISION = 22;

/** What is told of an event by its id. */
export type VisitId = (streamNumber: number, id: Buffer, revision: number) => void;

/** The ids of events in their order, in one piece of memory that grows. */
export class PackedIds {
  #memory = Buffer.alloc(0);
  #length = 0;

  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  add(event: EventRecord): void {
    if (this.#length === this.#memory.length) this.#grow();
    event.copyIdentity(this.#memory, this.#length);
    this.#length += ENTRY_BYTES;
  }

  #grow(): void {
    const memory = Buffer.allocUnsafeSlow(Math.max(64 * ENTRY_BYTES, 2 * this.#length));
    this.bytes.copy(memory);
    this.#memory = memory;
  }
}

/** How many ids are packed in so many bytes. */
export const idCount = ({ length }: Buffer): number => length / ENTRY_BYTES;

/** The last of packed ids; there must be one. */
export const lastIdOf = (packed: Buffer): Buffer =>
  packed.subarray(packed.length - ENTRY_BYTES, packed.length - ENTRY_BYTES + STREAM_NUMBER);

export const visitIds = (packed: Buffer, visit: VisitId): void => {
  for (let at = 0; at < packed.length; at += ENTRY_BYTES) {
    const id = packed.subarray(at, at + STREAM_NUMBER);
    visit(packed.readUIntBE(at + STREAM_NUMBER, 6), id, packed.readUIntBE(at + REVISION, 6));
  }
};
