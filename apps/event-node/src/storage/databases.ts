import { type Database, open, type RootDatabase } from 'lmdb';
import { numberKeys, placeKeys, type StreamPlace } from './keys.js';

/** The sub-databases of the index. */
export interface Databases {
  readonly root: RootDatabase<Buffer, string>;
  /** Stream number and revision to the position of the event. */
  readonly places: Database<Buffer, StreamPlace>;
  /** Stream name to head. */
  readonly heads: Database<Buffer, Buffer>;
  /** Position of a record to how many events are before it: one mark for each block of the log. */
  readonly marks: Database<Buffer, number>;
  /** The ids of the last events, packed, by how many events are before them. */
  readonly ids: Database<Buffer, number>;
  readonly state: Database<Buffer, string>;
}

/**
 * `safeRestore` makes every start go on from the last flushed transaction, whole. Of what came
 * later the log has the truth.
 */
export const openDatabases = (path: string, mapBytes: number): Databases => {
  const rootOptions = {
    path,
    mapSize: mapBytes,
    noSubdir: false,
    safeRestore: true,
    // With it a commit that fails also rejects a promise that nobody holds, which ends the process.
    eventTurnBatching: false,
    encoding: 'binary' as const,
  };
  const root = open<Buffer, string>(rootOptions);
  const numbered = { encoding: 'binary' as const, keyEncoder: numberKeys };
  const placed = { encoding: 'binary' as const, keyEncoder: placeKeys };
  const named = { encoding: 'binary' as const, keyEncoding: 'binary' as const };
  return {
    root,
    places: root.openDB<Buffer, StreamPlace>('places', placed),
    heads: root.openDB<Buffer, Buffer>('heads', named),
    marks: root.openDB<Buffer, number>('marks', numbered),
    ids: root.openDB<Buffer, number>('ids', numbered),
    state: root.openDB<Buffer, string>('state', { encoding: 'binary' as const }),
  };
};
