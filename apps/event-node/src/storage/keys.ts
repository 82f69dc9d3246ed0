import { createHash } from 'node:crypto';

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
