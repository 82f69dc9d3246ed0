import { crc32 } from 'node:zlib';

/**
 * The layout of a record of the log, offsets and sizes in bytes (docs/decisions/0008):
 *
 *   0 checksum (4) · 4 length of the record (4) · 8 flags · 9 event id (16) · 25 stream number (6)
 *   31 revision (6) · 37 created, ms (6) · 43 length of name (2) · 45 length of type (4)
 *   49 length of metadata (4) · 53 name, type, metadata, data
 *
 * The stream's name is in the record, so that a read of `$all` needs no second look-up, and the
 * index can be rebuilt from the log alone.
 */
const lengthAt = 4;
const flagsAt = 8;
const idAt = 9;
const streamNumberAt = 25;
const revisionAt = 31;
const createdAt = 37;
const nameLengthAt = 43;
const typeLengthAt = 45;
const metadataLengthAt = 49;
const bodyAt = 53;

/** The size in bytes of the smallest record. */
export const recordHeadBytes = bodyAt;

export const recordFlags = {
  isJson: 1,
  /**
   * Marks the last record of one append or removal. If this record is missing after a crash, the
   * next start removes the other records of the append too.
   */
  endsWrite: 2,
  /**
   * Marks the first record of a round, which is one write to the disk. A round is only written when
   * all bytes before it are durable. If damaged bytes are followed by such a record, they were not
   * left by a crash, but damaged later.
   */
  beginsRound: 4,
  /** Marks a tombstone: the stream of the record refuses every later write. */
  isTombstone: 8,
} as const;

/**
 * A number greater than the sum of all flags. A byte with this value or more cannot be the flags of
 * a record.
 */
const flagsEnd = 16;

export interface EventFields {
  readonly id: Buffer;
  readonly streamNumber: number;
  readonly revision: number;
  /** The time of the append in milliseconds since the Unix epoch. */
  readonly created: number;
  readonly streamName: Buffer;
  readonly type: Buffer;
  /** The sum of the flags of the record (`recordFlags`). */
  readonly flags: number;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** The size in bytes of the record that stores an event. */
export const recordSize = ({ streamName, type, metadata, data }: EventFields): number =>
  bodyAt + streamName.length + type.length + metadata.length + data.length;

/**
 * Writes an event into a buffer that is as long as its record. The checksum is set later, because
 * flags may still be added.
 */
export const encodeEvent = (event: EventFields, record: Buffer): void => {
  const { streamName, type, metadata, data } = event;
  record.writeUInt32BE(0, 0);
  record.writeUInt32BE(record.length, lengthAt);
  record[flagsAt] = event.flags;
  record.set(event.id, idAt);
  record.writeUIntBE(event.streamNumber, streamNumberAt, 6);
  record.writeUIntBE(event.revision, revisionAt, 6);
  record.writeUIntBE(event.created, createdAt, 6);
  record.writeUInt16BE(streamName.length, nameLengthAt);
  record.writeUInt32BE(type.length, typeLengthAt);
  record.writeUInt32BE(metadata.length, metadataLengthAt);
  record.set(streamName, bodyAt);
  let at = bodyAt + streamName.length;
  record.set(type, at);
  at += type.length;
  record.set(metadata, at);
  record.set(data, at + metadata.length);
};

/**
 * Reads the length of a record from its first bytes. The whole head of the record, beginning at
 * offset `at`, must be in the buffer.
 */
export const recordLength = (bytes: Buffer, at: number): number =>
  bytes.readUInt32BE(at + lengthAt);

/**
 * True if the bytes at offset `at` look like the first record of a write to the disk. Only the
 * flags and lengths are checked, which is quick. Some other bytes may pass, so the caller must
 * check the whole record too.
 */
export const beginsRoundAt = (bytes: Buffer, at: number): boolean => {
  const flags = bytes[at + flagsAt] ?? 0;
  if ((flags & recordFlags.beginsRound) === 0 || flags >= flagsEnd) return false;
  const name = bytes.readUInt16BE(at + nameLengthAt);
  const type = bytes.readUInt32BE(at + typeLengthAt);
  const length = recordLength(bytes, at);
  return name > 0 && type > 0 && bodyAt + name + type <= length;
};

/**
 * True if the lengths of all fields together fit into the record. The checksum alone does not prove
 * this, because it may be correct for a record that was written with wrong lengths.
 */
export const isWellFormed = (record: Buffer): boolean => {
  const parts =
    record.readUInt16BE(nameLengthAt) +
    record.readUInt32BE(typeLengthAt) +
    record.readUInt32BE(metadataLengthAt);
  return record.readUInt32BE(lengthAt) === record.length && bodyAt + parts <= record.length;
};

/**
 * A stored event. Each field is decoded from the record when it is accessed. Fields that are
 * buffers are views of the record.
 */
export class EventRecord {
  constructor(
    readonly position: number,
    readonly bytes: Buffer,
  ) {}

  /** The position after the last byte of the record. */
  get end(): number {
    return this.position + this.bytes.length;
  }

  get id(): Buffer {
    return this.bytes.subarray(idAt, streamNumberAt);
  }

  /**
   * Copies the id, stream number and revision of the event in one piece: the three follow each
   * other in the record, with 28 bytes together.
   */
  copyIdentity(target: Buffer, at: number): void {
    this.bytes.copy(target, at, idAt, createdAt);
  }

  get streamNumber(): number {
    return this.bytes.readUIntBE(streamNumberAt, 6);
  }

  get revision(): number {
    return this.bytes.readUIntBE(revisionAt, 6);
  }

  /** The time of the append in milliseconds since the Unix epoch. */
  get created(): number {
    return this.bytes.readUIntBE(createdAt, 6);
  }

  get isJson(): boolean {
    return this.has(recordFlags.isJson);
  }

  has(flag: number): boolean {
    return ((this.bytes[flagsAt] ?? 0) & flag) !== 0;
  }

  /** Sets a flag in a record whose checksum is not set yet. */
  mark(flag: number): void {
    this.bytes[flagsAt] = (this.bytes[flagsAt] ?? 0) | flag;
  }

  get streamName(): Buffer {
    return this.bytes.subarray(bodyAt, this.#typeAt);
  }

  get type(): Buffer {
    return this.bytes.subarray(this.#typeAt, this.#metadataAt);
  }

  get metadata(): Buffer {
    return this.bytes.subarray(this.#metadataAt, this.#dataAt);
  }

  get data(): Buffer {
    return this.bytes.subarray(this.#dataAt);
  }

  get #typeAt(): number {
    return bodyAt + this.bytes.readUInt16BE(nameLengthAt);
  }

  get #metadataAt(): number {
    return this.#typeAt + this.bytes.readUInt32BE(typeLengthAt);
  }

  get #dataAt(): number {
    return this.#metadataAt + this.bytes.readUInt32BE(metadataLengthAt);
  }
}

const checksumBytes = 4;
const noChecksum = Buffer.alloc(checksumBytes);

/**
 * The checksums (CRC-32) of the records of one log. A checksum depends on a secret salt of the log
 * and on the position of the record. Without the salt, a client could put bytes into an event that
 * look like a record. Without the position, a record that was copied to a different place would
 * look valid.
 */
export class RecordChecksum {
  readonly #salt: number;

  constructor(salt: number) {
    this.#salt = salt;
  }

  /** Sets the checksum of a complete record, whose checksum field must be zero. */
  set(record: Buffer, position: number): void {
    record.writeUInt32BE(crc32(record, this.#seed(position)), 0);
  }

  isRight(record: Buffer, position: number): boolean {
    const seed = crc32(noChecksum, this.#seed(position));
    return crc32(record.subarray(checksumBytes), seed) === record.readUInt32BE(0);
  }

  #seed(position: number): number {
    return (this.#salt + position) % 2 ** 32;
  }
}
