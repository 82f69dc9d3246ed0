import { type Database, open, type RootDatabase } from 'lmdb';
import { numberKeys, placeKeys, type StreamPlace } from './keys.js';

/** The sub-databases of event-node.md, section 10. */
export interface Databases {
  readonly root: RootDatabase<Buffer, string>;
  readonly log: Database<Buffer, number>;
  readonly index: Database<Buffer, StreamPlace>;
  readonly streams: Database<Buffer, Buffer>;
  readonly metadata: Database<Buffer, number>;
  /** Versioned, so that a commit can depend on the epoch. */
  readonly state: Database<Buffer, string>;
}

/**
 * `safeRestore` makes every start go on from the last flushed transaction. Overlapping sync, the
 * default, stays on: it is why a resolved commit is only visible and `flushed` has to be awaited
 * too.
 */
export const openDatabases = (path: string, mapBytes: number): Databases => {
  const rootOptions = {
    path,
    mapSize: mapBytes,
    noSubdir: false,
    safeRestore: true,
    encoding: 'binary' as const,
  };
  const root = open<Buffer, string>(rootOptions);
  const numbered = { encoding: 'binary' as const, keyEncoder: numberKeys };
  const placed = { encoding: 'binary' as const, keyEncoder: placeKeys };
  const named = { encoding: 'binary' as const, keyEncoding: 'binary' as const };
  const versioned = { encoding: 'binary' as const, useVersions: true };
  return {
    root,
    log: root.openDB<Buffer, number>('log', numbered),
    index: root.openDB<Buffer, StreamPlace>('index', placed),
    streams: root.openDB<Buffer, Buffer>('streams', named),
    metadata: root.openDB<Buffer, number>('meta', numbered),
    state: root.openDB<Buffer, string>('state', versioned),
  };
};
