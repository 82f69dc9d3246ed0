import { closeSync, constants, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const baseDigits = 15;

/**
 * The name of a segment file: the position of its first byte in 15 digits, so that the order of the
 * names is the order of the positions.
 */
export const segmentName = (base: number): string =>
  `${String(base).padStart(baseDigits, '0')}.segment`;

export const segmentNamePattern = /^\d{15}\.segment$/;

/**
 * The header of a segment file, offsets and sizes in bytes:
 *
 *   0 magic (8) · 8 log id (16) · 24 salt of the checksums (4) · 28 base position (6) · 60 checksum
 */
export interface SegmentHeader {
  /** The random id of the log, which clients see as the id of the node. */
  readonly logId: Buffer;
  readonly salt: number;
  /** The position of the file's first byte. */
  readonly base: number;
}

export const segmentHeaderBytes = 64;

/** The first bytes of each segment file. The last of these bytes is the number of the format. */
const magic = Buffer.from('evlog\0\0\x02', 'latin1');
const formatAt = magic.length - 1;

/** The number of the format that this release reads and writes. */
export const segmentFormat = magic[formatAt];

const logIdAt = 8;
const saltAt = 24;
const baseAt = 28;
const checksumAt = 60;

const encodeSegmentHeader = ({ logId, salt, base }: SegmentHeader): Buffer => {
  const bytes = Buffer.alloc(segmentHeaderBytes);
  bytes.set(magic);
  bytes.set(logId, logIdAt);
  bytes.writeUInt32BE(salt, saltAt);
  bytes.writeUIntBE(base, baseAt, 6);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, checksumAt)), checksumAt);
  return bytes;
};

/**
 * Reads the header of a segment file. Returns undefined if the bytes are not a header of this
 * format, or if the header is damaged.
 */
export const decodeSegmentHeader = (bytes: Buffer): SegmentHeader | undefined => {
  if (bytes.length < segmentHeaderBytes || !bytes.subarray(0, logIdAt).equals(magic)) {
    return undefined;
  }
  if (!isWhole(bytes)) return undefined;
  const logId = Buffer.from(bytes.subarray(logIdAt, saltAt));
  return { logId, salt: bytes.readUInt32BE(saltAt), base: bytes.readUIntBE(baseAt, 6) };
};

const isWhole = (bytes: Buffer): boolean =>
  crc32(bytes.subarray(0, checksumAt)) === bytes.readUInt32BE(checksumAt);

/**
 * Returns the format number in the header of a segment file, also for a format of another release.
 * Returns undefined if the header is damaged or the bytes are not a header.
 */
export const formatIn = (bytes: Buffer): number | undefined => {
  const isHead = bytes.length >= segmentHeaderBytes && isWhole(bytes);
  return isHead && bytes.subarray(0, formatAt).equals(magic.subarray(0, formatAt))
    ? bytes[formatAt]
    : undefined;
};

/**
 * The name of a segment file until its header is durable. If a crash left a file with this name,
 * the file is overwritten.
 */
const unfinishedName = 'unfinished';

/**
 * Makes an empty segment file durably: the file gets its final name only once its header is on the
 * disk. The new file may replace an empty file of the same name. If an earlier process still writes
 * to the replaced file, its bytes do not reach the log.
 */
export const makeSegment = (directory: string, header: SegmentHeader): void => {
  const path = join(directory, segmentName(header.base));
  const unfinished = join(directory, unfinishedName);
  const flags = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY;
  const file = openSync(unfinished, flags, 0o600);
  try {
    const bytes = encodeSegmentHeader(header);
    // If the disk is full, one write may store only part of the bytes, and the next write throws.
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncDirectory(directory);
};

/**
 * Makes the names of new and renamed files durable. Windows does not support flushing a directory.
 */
export const syncDirectory = (directory: string): void => {
  if (process.platform === 'win32') return;
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
