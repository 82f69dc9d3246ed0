/**
 * One record of the log as stored (event-node.md, section 10):
 *
 *   0 flags · 1 event id (16) · 17 stream number (6) · 23 revision (6) · 29 created, ms (6)
 *   35 length of name (4) · 39 length of type (4) · 43 length of metadata (4)
 *   47 name, type, metadata, data
 *
 * The stream's name is in the record, so that reading `$all` needs no second look-up.
 */
const FLAGS = 0;
const ID = 1;
const STREAM_NUMBER = 17;
const REVISION = 23;
const CREATED = 29;
const NAME_LENGTH = 35;
const TYPE_LENGTH = 39;
const METADATA_LENGTH = 43;
const BODY = 47;

const IS_JSON = 1;

export interface EventFields {
  readonly id: Buffer;
  readonly streamNumber: number;
  readonly revision: number;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  readonly streamName: Buffer;
  readonly type: Buffer;
  readonly isJson: boolean;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

export const encodeEvent = (event: EventFields): Buffer => {
  const { streamName, type, metadata, data } = event;
  const size = BODY + streamName.length + type.length + metadata.length + data.length;
  const record = Buffer.allocUnsafe(size);
  record[FLAGS] = event.isJson ? IS_JSON : 0;
  event.id.copy(record, ID);
  record.writeUIntBE(event.streamNumber, STREAM_NUMBER, 6);
  record.writeUIntBE(event.revision, REVISION, 6);
  record.writeUIntBE(event.created, CREATED, 6);
  record.writeUInt32BE(streamName.length, NAME_LENGTH);
  record.writeUInt32BE(type.length, TYPE_LENGTH);
  record.writeUInt32BE(metadata.length, METADATA_LENGTH);
  let at = BODY;
  for (const part of [streamName, type, metadata, data]) at += part.copy(record, at);
  return record;
};

/** A stored event: its parts are views of the record, decoded when asked for. */
export class StoredEvent {
  constructor(
    readonly position: number,
    readonly record: Buffer,
  ) {}

  get id(): Buffer {
    return this.record.subarray(ID, STREAM_NUMBER);
  }

  get streamNumber(): number {
    return this.record.readUIntBE(STREAM_NUMBER, 6);
  }

  get revision(): number {
    return this.record.readUIntBE(REVISION, 6);
  }

  /** Milliseconds since the Unix epoch. */
  get created(): number {
    return this.record.readUIntBE(CREATED, 6);
  }

  get isJson(): boolean {
    return ((this.record[FLAGS] ?? 0) & IS_JSON) !== 0;
  }

  get streamName(): Buffer {
    return this.record.subarray(BODY, this.#typeAt);
  }

  get type(): Buffer {
    return this.record.subarray(this.#typeAt, this.#metadataAt);
  }

  get metadata(): Buffer {
    return this.record.subarray(this.#metadataAt, this.#dataAt);
  }

  get data(): Buffer {
    return this.record.subarray(this.#dataAt);
  }

  get #typeAt(): number {
    return BODY + this.record.readUInt32BE(NAME_LENGTH);
  }

  get #metadataAt(): number {
    return this.#typeAt + this.record.readUInt32BE(TYPE_LENGTH);
  }

  get #dataAt(): number {
    return this.#metadataAt + this.record.readUInt32BE(METADATA_LENGTH);
  }
}
