import type { Database } from 'lmdb';
import { idCount, lastIdOf, type VisitId, visitIds } from './packed-ids.js';

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
