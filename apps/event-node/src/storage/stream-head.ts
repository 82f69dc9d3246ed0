/** What the node knows of a stream without reading its events. */
export interface StreamHead {
  /** 0 before the first event. */
  readonly number: number;
  /** The last revision, -1 if the stream has no event. */
  readonly revision: number;
  /** Refuses everything for ever. */
  readonly isTombstoned: boolean;
  /** Reads as missing until the next append. */
  readonly isSoftDeleted: boolean;
  /** `$$name` has at least one event. */
  readonly hasMetadata: boolean;
}

/** A stream without events and metadata. */
export const newHead: StreamHead = {
  number: 0,
  revision: -1,
  isTombstoned: false,
  isSoftDeleted: false,
  hasMetadata: false,
};

const TOMBSTONED = 1;
const SOFT_DELETED = 2;
const HAS_METADATA = 4;

export const encodeHead = (head: StreamHead): Buffer => {
  const bytes = Buffer.allocUnsafe(13);
  bytes.writeUIntBE(head.number, 0, 6);
  bytes.writeUIntBE(head.revision + 1, 6, 6);
  bytes[12] =
    (head.isTombstoned ? TOMBSTONED : 0) |
    (head.isSoftDeleted ? SOFT_DELETED : 0) |
    (head.hasMetadata ? HAS_METADATA : 0);
  return bytes;
};

export const decodeHead = (bytes: Buffer): StreamHead => {
  const flags = bytes[12] ?? 0;
  return {
    number: bytes.readUIntBE(0, 6),
    revision: bytes.readUIntBE(6, 6) - 1,
    isTombstoned: (flags & TOMBSTONED) !== 0,
    isSoftDeleted: (flags & SOFT_DELETED) !== 0,
    hasMetadata: (flags & HAS_METADATA) !== 0,
  };
};
