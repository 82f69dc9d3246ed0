import { createHash } from 'node:crypto';
import { type Database, open, type RootDatabase } from 'lmdb';

/** The databases of the index. */
export interface Databases {
  readonly root: RootDatabase<Buffer, string>;
  /** Stream number and revision to the position of the event. */
  readonly places: Database<Buffer, StreamPlace>;
  /** Stream name to head. */
  readonly heads: Database<Buffer, Buffer>;
  /** Position of a record to the number of events before it: one mark for each block of the log. */
  readonly marks: Database<Buffer, number>;
  /** The packed ids of the last events, by the number of events before them. */
  readonly ids: Database<Buffer, number>;
  readonly state: Database<Buffer, string>;
}

/**
 * `safeRestore` makes each start continue from the last flushed transaction. Later events are read
 * from the log again.
 */
export const openDatabases = (path: string, mapBytes: number): Databases => {
  const rootOptions = {
    path,
    mapSize: mapBytes,
    noSubdir: false,
    safeRestore: true,
    // With it a failed commit also rejects a promise that nothing handles, which ends the process.
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

/** Writes and reads the keys of one sub-database as bytes whose order is the order of the keys. */
interface KeyEncoder<K> {
  writeKey(key: K, target: Buffer, start: number): number;
  readKey(source: Buffer, start: number, end: number): K;
}

const highUnit = 2 ** 32;

/** A log position, or any other number below 2^53: 8 bytes big-endian. */
export const numberKeys: KeyEncoder<number> = {
  writeKey(value, target, start) {
    target.writeUInt32BE(Math.floor(value / highUnit), start);
    target.writeUInt32BE(value % highUnit, start + 4);
    return start + 8;
  },
  readKey: (source, start) =>
    source.readUInt32BE(start) * highUnit + source.readUInt32BE(start + 4),
};

/** The place of an event in its stream. */
export type StreamPlace = [streamNumber: number, revision: number];

/** Stream number and revision: 6 bytes big-endian each. */
export const placeKeys: KeyEncoder<StreamPlace> = {
  writeKey([streamNumber, revision], target, start) {
    target.writeUIntBE(streamNumber, start, 6);
    target.writeUIntBE(revision, start + 6, 6);
    return start + 12;
  },
  readKey: (source, start) => [source.readUIntBE(start, 6), source.readUIntBE(start + 6, 6)],
};

/** The highest revision a key can hold. */
export const revisionMax = 2 ** 48 - 1;

const nameBytesMax = 1_900;
const byName = 0;
const byHash = 1;

/** The key of a stream's head: its name, or the hash of a name that is too long. */
export const streamKey = (name: string): Buffer => {
  const length = Buffer.byteLength(name, 'utf8');
  if (length > nameBytesMax) {
    return Buffer.concat([Buffer.of(byHash), createHash('sha256').update(name).digest()]);
  }
  const key = Buffer.allocUnsafe(length + 1);
  key[0] = byName;
  key.write(name, 1, 'utf8');
  return key;
};

/** A number below 2^48 as a stored value. */
export const encodeNumber = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
};

export const decodeNumber = (bytes: Buffer): number => bytes.readUIntBE(0, 6);

/** The part of the log that an index covers. */
export interface Coverage {
  /** The position of the first record that is not covered. */
  readonly end: number;
  /** The number of covered events. */
  readonly events: number;
  /** The position of the last of them, 0 without any. */
  readonly last: number;
  /** The number of the next new stream. */
  readonly nextStreamNumber: number;
}

export const noCoverage: Coverage = { end: 0, events: 0, last: 0, nextStreamNumber: 1 };

/** The format of the index. An index of another format is rebuilt from the log. */
const indexFormat = 2;

/** The coverage as stored, with the id of its log. */
export const encodeCoverage = (coverage: Coverage, logId: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ format: indexFormat, log: logId.toString('hex'), ...coverage }));

/** The stored coverage; `coverage` is undefined if the index has another format. */
interface StoredCoverage {
  /** The id of the indexed log, in hexadecimal digits. */
  readonly log: string;
  readonly coverage: Coverage | undefined;
}

const decodeCoverage = (bytes: Buffer): StoredCoverage => {
  const stored = JSON.parse(bytes.toString('utf8')) as Coverage & { format: number; log: string };
  const { format, log, ...coverage } = stored;
  return { log, coverage: format === indexFormat ? coverage : undefined };
};

/** The key of the coverage among the state of an index. */
export const coverageKey = 'coverage';

/** The coverage that an index states; `coverage` is undefined if it has another format. */
export const coverageIn = (
  { state }: Databases,
  logId: Buffer,
): { readonly isOfLog: boolean; readonly coverage: Coverage | undefined } => {
  const bytes = state.get(coverageKey);
  if (bytes === undefined) return { isOfLog: true, coverage: noCoverage };
  const { log, coverage } = decodeCoverage(bytes);
  return { isOfLog: log === logId.toString('hex'), coverage };
};

/** Each event has one place, so the number of places shows cheaply that none is missing. */
export const hasEveryPlace = ({ places }: Databases, { events }: Coverage): boolean =>
  (places.getStats() as { entryCount: number }).entryCount === events;
