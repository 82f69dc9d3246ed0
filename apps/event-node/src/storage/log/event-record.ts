import { crc32 } from 'node:zlib';

/**
 * One record of the log (docs/decisions/0008):
 *
 *   0 checksum (4) · 4 length of the record (4) · 8 flags · 9 event id (16) · 25 stream number (6)
 *   31 revision (6) · 37 created, ms (6) · 43 length of name (2) · 45 length of type (4)
 *   49 length of metadata (4) · 53 name, type, metadata, data
 *
 * The stream's name is in the record, so that reading `$all` needs no second look-up and the index
 * can be made anew from the log alone.
 */
const LENGTH = 4;
const FLAGS = 8;
const ID = 9;
const STREAM_NUMBER = 25;
const REVISION = 31;
const CREATED = 37;
const NAME_LENGTH = 43;
const TYPE_LENGTH = 45;
const METADATA_LENGTH = 49;
const BODY = 53;

/** The least that a record takes. */
export const RECORD_HEAD_BYTES = BODY;

export const recordFlags = {
  isJson: 1,
  /** The last record of what one request wrote: a log that ends before it ends before them all. */
  endsWrite: 2,
  /** The first record of a round: all before it was durable when it was written. */
  beginsRound: 4,
  /** Its stream refuses everything for ever. */
  isTombstone: 8,
} as const;

/** No sum of flags reaches it. */
const FLAGS_END = 16;

export interface EventFields {
  readonly id: Buffer;
  readonly streamNumber: number;
  readonly revision: number;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  readonly streamName: Buffer;
  readonly type: Buffer;
  /** The sum of `recordFlags`. */
  readonly flags: number;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** The size of the record of an event. */
export const recordSize = ({ streamName, type, metadata, data }: EventFields): number =>
  BODY + streamName.length + type.length + metadata.length + data.length;

/** Fills a record of the right size with an event. Its checksum is set once it is complete. */
export const encodeEvent = (event: EventFields, record: Buffer): void => {
  const { streamName, type, metadata, data } = event;
  record.writeUInt32BE(0, 0);
  record.writeUInt32BE(record.length, LENGTH);
  record[FLAGS] = event.flags;
  record.set(event.id, ID);
  record.writeUIntBE(event.streamNumber, STREAM_NUMBER, 6);
  record.writeUIntBE(event.revision, REVISION, 6);
  record.writeUIntBE(event.created, CREATED, 6);
  record.writeUInt16BE(streamName.length, NAME_LENGTH);
  record.writeUInt32BE(type.length, TYPE_LENGTH);
  record.writeUInt32BE(metadata.length, METADATA_LENGTH);
  record.set(streamName, BODY);
  let at = BODY + streamName.length;
  record.set(type, at);
  at += type.length;
  record.set(metadata, at);
  record.set(data, at + metadata.length);
};

/** The length that the record at `at` says it has; its head must be in the buffer. */
export const recordLength = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at + LENGTH);

/** Whether the head at `at` may be of a record that begins a round: cheap, and true for few bytes. */
export const beginsRoundAt = (bytes: Buffer, at: number): boolean => {
  const flags = bytes[at + FLAGS] ?? 0;
  if ((flags & recordFlags.beginsRound) === 0 || flags >= FLAGS_END) return false;
  const name = bytes.readUInt16BE(at + NAME_LENGTH);
  const type = bytes.readUInt32BE(at + TYPE_LENGTH);
  const length = recordLength(bytes, at);
  return name > 0 && type > 0 && BODY + name + type <= length;
};

/** Whether the lengths in a record fit each other: what its checksum alone cannot promise. */
export const isWellFormed = (record: Buffer): boolean => {
  const parts =
    record.readUInt16BE(NAME_LENGTH) +
    record.readUInt32BE(TYPE_LENGTH) +
    record.readUInt32BE(METADATA_LENGTH);
  return record.readUInt32BE(LENGTH) === record.length && BODY + parts <= record.length;
};

/** A stored event: its parts are views of the record, decoded when asked for. */
export class EventRecord {
  constructor(
    readonly position: number,
    readonly bytes: Buffer,
  ) {}

  /** The position of what follows it in its segment. */
  get end(): number {
    return this.position + this.bytes.length;
  }

  get id(): Buffer {
    return this.bytes.subarray(ID, STREAM_NUMBER);
  }

  /** Copies id, stream number and revision to a place, as they lie in the record. */
  copyIdentity(target: Buffer, at: number): void {
    this.bytes.copy(target, at, ID, CREATED);
  }

  get streamNumber(): number {
    return this.bytes.readUIntBE(STREAM_NUMBER, 6);
  }

  get revision(): number {
    return this.bytes.readUIntBE(REVISION, 6);
  }

  /** Milliseconds since the Unix epoch. */
  get created(): number {
    return this.bytes.readUIntBE(CREATED, 6);
  }

  get isJson(): boolean {
    return this.has(recordFlags.isJson);
  }

  has(flag: number): boolean {
    return ((this.bytes[FLAGS] ?? 0) & flag) !== 0;
  }

  /** Only for a record that is not yet written. */
  mark(flag: number): void {
    this.bytes[FLAGS] = (this.bytes[FLAGS] ?? 0) | flag;
  }

  get streamName(): Buffer {
    return this.bytes.subarray(BODY, this.#typeAt);
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
    return BODY + this.bytes.readUInt16BE(NAME_LENGTH);
  }

  get #metadataAt(): number {
    return this.#typeAt + this.bytes.readUInt32BE(TYPE_LENGTH);
  }

  get #dataAt(): number {
    return this.#metadataAt + this.bytes.readUInt32BE(METADATA_LENGTH);
  }
}

const CHECKSUM_BYTES = 4;
const NO_CHECKSUM = Buffer.alloc(CHECKSUM_BYTES);

/**
 * Checksums of the records of one log. They start from a secret of the log and the record's
 * position: bytes that a client sent, or a record that lies elsewhere, are never taken for one.
 */
export class RecordChecksum {
  readonly #salt: number;

  constructor(salt: number) {
    this.#salt = salt;
  }

  /** Sets the checksum of a complete record whose field for it is zero. */
  set(record: Buffer, position: number): void {
    record.writeUInt32BE(crc32(record, this.#seed(position)), 0);
  }

  isRight(record: Buffer, position: number): boolean {
    const seed = crc32(NO_CHECKSUM, this.#seed(position));
    return crc32(record.subarray(CHECKSUM_BYTES), seed) === record.readUInt32BE(0);
  }

  #seed(position: number): number {
    return (this.#salt + position) % 2 ** 32;
  }
}
