import {
  METADATA_TYPE,
  noLimits,
  parseStreamMetadata,
  type StreamMetadata,
} from '../../model/stream-metadata.js';
import { isMetadataStream, streamOfMetadata } from '../../model/stream-name.js';
import { type EventRecord, recordFlags } from '../log/event-record.js';

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

type HeadOf = (streamName: string) => StreamHead | undefined;

/** What an event of `$$s` says of `s`: nothing, if it is not readable (event-node.md, section 6). */
export const metadataIn = (event: EventRecord): StreamMetadata =>
  isMetadata(event) ? parseStreamMetadata(event.data) : noLimits;

export const isMetadata = (event: EventRecord): boolean =>
  event.isJson && event.type.toString('utf8') === METADATA_TYPE;

/** The heads that an event of the log changes, as the writer left them when it wrote the event. */
export const foldEvent = (event: EventRecord, headOf: HeadOf): [string, StreamHead][] => {
  const name = event.streamName.toString('utf8');
  const before = headOf(name) ?? newHead;
  const isTombstoned = before.isTombstoned || event.has(recordFlags.isTombstone);
  const { streamNumber: number, revision } = event;
  const heads: [string, StreamHead][] = [[name, { ...before, number, revision, isTombstoned }]];
  if (isMetadataStream(name)) {
    const owner = streamOfMetadata(name);
    const { isSoftDeleted } = metadataIn(event);
    const head = { ...(headOf(owner) ?? newHead), hasMetadata: true, isSoftDeleted };
    heads.push([owner, head]);
  }
  return heads;
};

/** The heads that a write of several events changes. */
export const foldWrite = (
  events: readonly EventRecord[],
  headOf: HeadOf,
): ReadonlyMap<string, StreamHead> => {
  const heads = new Map<string, StreamHead>();
  const changed: HeadOf = (name) => heads.get(name) ?? headOf(name);
  for (const event of events) {
    for (const [name, head] of foldEvent(event, changed)) heads.set(name, head);
  }
  return heads;
};
