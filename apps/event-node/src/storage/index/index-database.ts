import { createHash } from 'node:crypto';
import { type Database, open, type RootDatabase } from 'lmdb';

/** The LMDB databases of the index. */
export interface Databases {
  readonly root: RootDatabase<Buffer, string>;
  /** Maps a stream number and a revision to the position of the event. */
  readonly places: Database<Buffer, StreamPlace>;
  /**
   * Maps a stream name, or the hash of a long one, to the head (the current state) of the stream.
   */
  readonly heads: Database<Buffer, Buffer>;
  /**
   * A sparse index of the log. The log is divided into blocks of 64 KiB. For the first record of
   * each block, this database maps the position of the record to the number of events before it.
   */
  readonly marks: Database<Buffer, number>;
  /**
   * The ids of the newest events, several in one entry. The key is the number of events in the log
   * before the first of these ids.
   */
  readonly ids: Database<Buffer, number>;
  readonly state: Database<Buffer, string>;
}

/**
 * Opens the databases. With the option `safeRestore` each start continues from the last transaction
 * that was flushed to the disk, even after a power loss. Later events are read from the log again.
 */
export const openDatabases = (path: string, mapBytes: number): Databases => {
  const rootOptions = {
    path,
    mapSize: mapBytes,
    noSubdir: false,
    safeRestore: true,
    // With `true`, a failed commit would also reject a promise that nobody handles, which would end
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

/** Encodes the keys of one database as bytes. The bytes sort in the same order as the keys. */
interface KeyEncoder<K> {
  writeKey(key: K, target: Buffer, start: number): number;
  readKey(source: Buffer, start: number, end: number): K;
}

const highUnit = 2 ** 32;

/** Encodes keys that are log positions or other numbers below 2^53, as 8 bytes, big-endian. */
export const numberKeys: KeyEncoder<number> = {
  writeKey(value, target, start) {
    target.writeUInt32BE(Math.floor(value / highUnit), start);
    target.writeUInt32BE(value % highUnit, start + 4);
    return start + 8;
  },
  readKey: (source, start) =>
    source.readUInt32BE(start) * highUnit + source.readUInt32BE(start + 4),
};

/** The place of an event: the number of its stream, and its revision in the stream. */
export type StreamPlace = [streamNumber: number, revision: number];

/** Encodes the keys of `places`: stream number and revision, 6 bytes each, big-endian. */
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
 * The key for the head of a stream: the stream's name, or its SHA-256 if the name is too long for a
 * key of LMDB.
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

/** The part of the log that an index covers, always from the start of the log. */
export interface Coverage {
  /** The position of the first record that the index does not cover. */
  readonly end: number;
  /** The number of events that the index covers. */
  readonly events: number;
  /** The position of the newest event that the index covers, 0 if there is none. */
  readonly last: number;
  /** The number that will stand for the next new stream in records and in keys of the index. */
  readonly nextStreamNumber: number;
}

export const noCoverage: Coverage = { end: 0, events: 0, last: 0, nextStreamNumber: 1 };

/** The number of the index format. An index with a different format is rebuilt from the log. */
const indexFormat = 2;

/**
 * Encodes which part of the log an index covers, together with the id of the log, for the database
 * `state`.
 */
export const encodeCoverage = (coverage: Coverage, logId: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ format: indexFormat, log: logId.toString('hex'), ...coverage }));

/**
 * The part of the log that an index covers, as stored in the index. `coverage` is undefined if the
 * index has a different format.
 */
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

/** The key in the database `state` under which the index notes which part of the log it covers. */
export const coverageKey = 'coverage';

/**
 * Reads from an index which part of the log it covers, and whether it belongs to the log with this
 * id. `coverage` is undefined if the index has a different format.
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

/**
 * True if the number of entries in `places` equals the number of events that the index covers. The
 * check is quick and finds missing entries, but not wrong ones.
 */
export const hasEveryPlace = ({ places }: Databases, { events }: Coverage): boolean =>
  (places.getStats() as { entryCount: number }).entryCount === events;
