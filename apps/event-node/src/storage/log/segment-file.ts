import { closeSync, constants, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const BASE_DIGITS = 15;

/** The name of a segment file is its base, so that names sort as positions do. */
export const segmentName = (base: number): string =>
  `${String(base).padStart(BASE_DIGITS, '0')}.segment`;

export const segmentNamePattern = /^\d{15}\.segment$/;

/**
 * The head of a segment file:
 *
 *   0 magic (8) · 8 log id (16) · 24 salt of the checksums (4) · 28 base position (6) · 60 checksum
 */
export interface SegmentHeader {
  /** Tells the logs apart; also the id of the node. */
  readonly logId: Buffer;
  readonly salt: number;
  /** The position of the file's first byte. */
  readonly base: number;
}

export const SEGMENT_HEADER_BYTES = 64;

/** Ends in the number of the format. */
const MAGIC = Buffer.from('evlog\0\0\x02', 'latin1');
const FORMAT = MAGIC.length - 1;

/** The format that this node reads and writes. */
export const segmentFormat = MAGIC[FORMAT];

const LOG_ID = 8;
const SALT = 24;
const BASE = 28;
const CHECKSUM = 60;

export const encodeSegmentHeader = ({ logId, salt, base }: SegmentHeader): Buffer => {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  bytes.set(MAGIC);
  bytes.set(logId, LOG_ID);
  bytes.writeUInt32BE(salt, SALT);
  bytes.writeUIntBE(base, BASE, 6);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CHECKSUM)), CHECKSUM);
  return bytes;
};

/** Undefined if the bytes are no header of this format. */
export const decodeSegmentHeader = (bytes: Buffer): SegmentHeader | undefined => {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, LOG_ID).equals(MAGIC)) {
    return undefined;
  }
  if (!isWhole(bytes)) return undefined;
  const logId = Buffer.from(bytes.subarray(LOG_ID, SALT));
  return { logId, salt: bytes.readUInt32BE(SALT), base: bytes.readUIntBE(BASE, 6) };
};

const isWhole = (bytes: Buffer): boolean =>
  crc32(bytes.subarray(0, CHECKSUM)) === bytes.readUInt32BE(CHECKSUM);

/** The number of the format that an undamaged head of a segment names; undefined if the bytes are none. */
export const formatIn = (bytes: Buffer): number | undefined => {
  const isHead = bytes.length >= SEGMENT_HEADER_BYTES && isWhole(bytes);
  return isHead && bytes.subarray(0, FORMAT).equals(MAGIC.subarray(0, FORMAT))
    ? bytes[FORMAT]
    : undefined;
};

/** A segment gets its name when its header is durable. A file left over is written over. */
const UNFINISHED = 'unfinished';

/**
 * Makes a segment that has no record yet, durably: it gets its name when its header is written. One
 * of the same base, which has no record either, is replaced: a former owner of the log that still
 * writes to it writes to nothing.
 */
export const makeSegment = (directory: string, header: SegmentHeader): void => {
  const path = join(directory, segmentName(header.base));
  const unfinished = join(directory, UNFINISHED);
  const flags = constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY;
  const file = openSync(unfinished, flags, 0o600);
  try {
    const bytes = encodeSegmentHeader(header);
    // On a full disk a part of it may be written; the next part then says that the disk is full.
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncDirectory(directory);
};

/** Makes names durable. Windows has no such thing. */
export const syncDirectory = (directory: string): void => {
  if (process.platform === 'win32') return;
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};
