import { createHash } from 'node:crypto';
import { type Database, open, type RootDatabase } from 'lmdb';

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

/** Writes and reads the keys of one sub-database as bytes whose order is the order of the keys. */
interface KeyEncoder<K> {
  writeKey(key: K, target: Buffer, start: number): number;
  readKey(source: Buffer, start: number, end: number): K;
}

const HIGH_UNIT = 2 ** 32;

/** A log position, or any other number below 2^53: 8 bytes big-endian. */
export const numberKeys: KeyEncoder<number> = {
  writeKey(value, target, start) {
    target.writeUInt32BE(Math.floor(value / HIGH_UNIT), start);
    target.writeUInt32BE(value % HIGH_UNIT, start + 4);
    return start + 8;
  },
  readKey: (source, start) =>
    source.readUInt32BE(start) * HIGH_UNIT + source.readUInt32BE(start + 4),
};

/** Where an event stands in its stream. */
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
export const REVISION_MAX = 2 ** 48 - 1;

const NAME_BYTES_MAX = 1_900;
const BY_NAME = 0;
const BY_HASH = 1;

/** The key of a stream's head: its name, or the hash of a name that is too long for a key. */
export const streamKey = (name: string): Buffer => {
  const length = Buffer.byteLength(name, 'utf8');
  if (length > NAME_BYTES_MAX) {
    return Buffer.concat([Buffer.of(BY_HASH), createHash('sha256').update(name).digest()]);
  }
  const key = Buffer.allocUnsafe(length + 1);
  key[0] = BY_NAME;
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

/** How far an index covers the log. */
export interface Coverage {
  /** The position of the first record that is not covered. */
  readonly end: number;
  /** How many events are covered. */
  readonly events: number;
  /** The position of the last of them, 0 without any. */
  readonly last: number;
  /** The number of the next new stream. */
  readonly nextStreamNumber: number;
}

export const noCoverage: Coverage = { end: 0, events: 0, last: 0, nextStreamNumber: 1 };

/** The format of the index: one of another format is made anew from the log. */
const FORMAT = 2;

/** The coverage as stored, with the log that it is of. */
export const encodeCoverage = (coverage: Coverage, logId: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ format: FORMAT, log: logId.toString('hex'), ...coverage }));

/** What is stored of the coverage: undefined as `coverage` if the index has another format. */
export interface StoredCoverage {
  /** The id of the log that the index is of, in hexadecimal. */
  readonly log: string;
  readonly coverage: Coverage | undefined;
}

export const decodeCoverage = (bytes: Buffer): StoredCoverage => {
  const stored = JSON.parse(bytes.toString('utf8')) as Coverage & { format: number; log: string };
  const { format, log, ...coverage } = stored;
  return { log, coverage: format === FORMAT ? coverage : undefined };
};

/** The key of the coverage among the state of an index. */
export const COVERAGE = 'coverage';

/** How far an index says that it covers a log: nothing as `coverage` if it has another format. */
export const coverageIn = (
  { state }: Databases,
  logId: Buffer,
): { readonly isOfLog: boolean; readonly coverage: Coverage | undefined } => {
  const bytes = state.get(COVERAGE);
  if (bytes === undefined) return { isOfLog: true, coverage: noCoverage };
  const { log, coverage } = decodeCoverage(bytes);
  return { isOfLog: log === logId.toString('hex'), coverage };
};

/** Every event has a place, so their number shows at no cost that one was taken out. */
export const hasEveryPlace = ({ places }: Databases, { events }: Coverage): boolean =>
  (places.getStats() as { entryCount: number }).entryCount === events;
