import { closeSync, constants, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const baseDigits = 15;

/** The name of a segment file is its base, so that names sort as positions do. */
export const segmentName = (base: number): string =>
  `${String(base).padStart(baseDigits, '0')}.segment`;

export const segmentNamePattern = /^\d{15}\.segment$/;

/**
 * The head of a segment file:
 *
 *   0 magic (8) · 8 log id (16) · 24 salt of the checksums (4) · 28 base position (6) · 60 checksum
 */
export interface SegmentHeader {
  /** Identifies the log; it is also the id of the node. */
  readonly logId: Buffer;
  readonly salt: number;
  /** The position of the file's first byte. */
  readonly base: number;
}

export const segmentHeaderBytes = 64;

/** Ends in the number of the format. */
const magic = Buffer.from('evlog\0\0\x02', 'latin1');
const formatAt = magic.length - 1;

/** The format that this node reads and writes. */
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

/** Returns undefined if the bytes are not a header of this format. */
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
 * The number of the format that an undamaged head of a segment names; undefined if the bytes are
 * none.
 */
export const formatIn = (bytes: Buffer): number | undefined => {
  const isHead = bytes.length >= segmentHeaderBytes && isWhole(bytes);
  return isHead && bytes.subarray(0, formatAt).equals(magic.subarray(0, formatAt))
    ? bytes[formatAt]
    : undefined;
};

/** The name of a segment until its header is durable. A left-over file is overwritten. */
const unfinishedName = 'unfinished';

/**
 * Makes an empty segment durably: it gets its name after its header is written. An empty segment of
 * the same base is replaced, so a former owner of the log that still writes to it changes nothing.
 */
export const makeSegment = (directory: string, header: SegmentHeader): void => {
  const path = join(directory, segmentName(header.base));
  const unfinished = join(directory, unfinishedName);
  const flags = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY;
  const file = openSync(unfinished, flags, 0o600);
  try {
    const bytes = encodeSegmentHeader(header);
    // On a full disk a write may be partial; the next one then throws.
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncDirectory(directory);
};

/** Makes file names durable. Windows does not support that. */
export const syncDirectory = (directory: string): void => {
  if (process.platform === 'win32') return;
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
