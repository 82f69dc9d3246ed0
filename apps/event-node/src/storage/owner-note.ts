import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** What the owner file says of the log beside it: log id (16) · base of the newest segment (6) · checksum (4). */
export interface OwnerNote {
  readonly logId: Buffer;
  readonly last: number;
}

const LOG_ID_BYTES = 16;
const CHECKSUM = LOG_ID_BYTES + 6;
const NOTE_BYTES = CHECKSUM + 4;

/** The log has no segment yet, and never had one. */
export const nothingYet: OwnerNote = { logId: Buffer.alloc(LOG_ID_BYTES), last: 0 };

export const isNothingYet = ({ logId }: OwnerNote): boolean => logId.equals(nothingYet.logId);

export const encodeOwnerNote = ({ logId, last }: OwnerNote): Buffer => {
  const bytes = Buffer.alloc(NOTE_BYTES);
  bytes.set(logId);
  bytes.writeUIntBE(last, LOG_ID_BYTES, 6);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CHECKSUM)), CHECKSUM);
  return bytes;
};

/** Undefined if there is none, as in files of earlier versions, or only a part of one. */
export const decodeOwnerNote = (file: number, offset: number): OwnerNote | undefined => {
  const bytes = Buffer.alloc(NOTE_BYTES);
  if (readSync(file, bytes, 0, NOTE_BYTES, offset) < NOTE_BYTES) return undefined;
  if (crc32(bytes.subarray(0, CHECKSUM)) !== bytes.readUInt32BE(CHECKSUM)) return undefined;
  return { logId: bytes.subarray(0, LOG_ID_BYTES), last: bytes.readUIntBE(LOG_ID_BYTES, 6) };
};
