import { createHash } from 'node:crypto';
import { type Database, open, type RootDatabase } from 'lmdb';

/** The LMDB databases of the index. */
export interface Databases {
  readonly root: RootDatabase<Buffer, string>;
  /** Maps a stream number and a revision to the position of the event. */
  readonly places: Database<Buffer, StreamPlace>;
  /** Maps a stream name (or its hash) to the head of the stream. */
  readonly heads: Database<Buffer, Buffer>;
  /**
   * Maps the position of a record to the number of events before it, for one record of each block
   * of the log.
   */
  readonly marks: Database<Buffer, number>;
  /**
   * Maps a number of events to the packed ids of the events after these. Only the newest events of
   * the log have entries.
   */
  readonly ids: Database<Buffer, number>;
  readonly state: Database<Buffer, string>;
}

/**
 * Opens the databases. With `safeRestore` each start continues from the last transaction that was
 * flushed, also after a power loss. Events after it are read from the log again.
 */
export const openDatabases = (path: string, mapBytes: number): Databases => {
  const rootOptions = {
    path,
    mapSize: mapBytes,
    noSubdir: false,
    safeRestore: true,
    // If it were true, a failed commit would also reject a promise that nobody handles, which ends
    // the process.
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

/** Encodes the keys of one database as bytes that sort like the keys. */
interface KeyEncoder<K> {
  writeKey(key: K, target: Buffer, start: number): number;
  readKey(source: Buffer, start: number, end: number): K;
}

const highUnit = 2 ** 32;

/** The keys that are log positions or other numbers below 2^53: 8 bytes, big-endian. */
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

/** The keys of `places`: stream number and revision, 6 bytes each, big-endian. */
export const placeKeys: KeyEncoder<StreamPlace> = {
  writeKey([streamNumber, revision], target, start) {
    target.writeUIntBE(streamNumber, start, 6);
    target.writeUIntBE(revision, start + 6, 6);
    return start + 12;
  },
  readKey: (source, start) => [source.readUIntBE(start, 6), source.readUIntBE(start + 6, 6)],
};

/** The highest revision that a key can hold. */
export const revisionMax = 2 ** 48 - 1;

const nameBytesMax = 1_900;
const byName = 0;
const byHash = 1;

/**
 * The key of the head of a stream: its name, or the SHA-256 of a name that is too long for a key of
 * LMDB.
 */
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

/** Encodes a number below 2^48 in 6 bytes. */
export const encodeNumber = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
};

export const decodeNumber = (bytes: Buffer): number => bytes.readUIntBE(0, 6);

/** The part of the log that an index covers, from the beginning on. */
export interface Coverage {
  /** The position of the first record that is not covered. */
  readonly end: number;
  /** The number of covered events. */
  readonly events: number;
  /** The position of the last covered event, 0 if there is none. */
  readonly last: number;
  /** The number of the next new stream. */
  readonly nextStreamNumber: number;
}

export const noCoverage: Coverage = { end: 0, events: 0, last: 0, nextStreamNumber: 1 };

/** The format of the index. An index of another format is rebuilt from the log. */
const indexFormat = 2;

/** Encodes the coverage with the id of the indexed log, for the database `state`. */
export const encodeCoverage = (coverage: Coverage, logId: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ format: indexFormat, log: logId.toString('hex'), ...coverage }));

/** The content of the stored coverage. `coverage` is undefined if the index has another format. */
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

/** The key of the coverage in the database `state`. */
export const coverageKey = 'coverage';

/**
 * Reads the coverage of an index, and whether it indexes the log with this id. `coverage` is
 * undefined if the index has another format.
 */
export const coverageIn = (
  { state }: Databases,
  logId: Buffer,
): { readonly isOfLog: boolean; readonly coverage: Coverage | undefined } => {
  const bytes = state.get(coverageKey);
  if (bytes === undefined) return { isOfLog: true, coverage: noCoverage };
  const { log, coverage } = decodeCoverage(bytes);
  return { isOfLog: log === logId.toString('hex'), coverage };
};

/** True if the index has a place for each covered event. Comparing the numbers is cheap. */
export const hasEveryPlace = ({ places }: Databases, { events }: Coverage): boolean =>
  (places.getStats() as { entryCount: number }).entryCount === events;
