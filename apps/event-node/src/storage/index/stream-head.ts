import {
  metadataType,
  noLimits,
  parseStreamMetadata,
  type StreamMetadata,
  isMetadataStream,
  streamOfMetadata,
} from '../../model/stream.js';
import { type EventRecord, recordFlags } from '../log/event-record.js';

/** The state of a stream that the node knows without reading the stream's events. */
export interface StreamHead {
  /**
   * The number that stands for the stream in records and in the keys of the index; 0 before the
   * first event of the stream.
   */
  readonly number: number;
  /** The revision of the last event of the stream; -1 if the stream has no event. */
  readonly revision: number;
  /** True if the stream is tombstoned: it refuses every later write. */
  readonly isTombstoned: boolean;
  /** True if the stream was deleted: to readers it does not exist until the next append. */
  readonly isSoftDeleted: boolean;
  /** True if the metadata stream `$$name` has at least one event. */
  readonly hasMetadata: boolean;
}

/** The state of a stream that has no events and no metadata. */
export const newHead: StreamHead = {
  number: 0,
  revision: -1,
  isTombstoned: false,
  isSoftDeleted: false,
  hasMetadata: false,
};

const tombstonedFlag = 1;
const softDeletedFlag = 2;
const hasMetadataFlag = 4;

export const encodeHead = (head: StreamHead): Buffer => {
  const bytes = Buffer.allocUnsafe(13);
  bytes.writeUIntBE(head.number, 0, 6);
  bytes.writeUIntBE(head.revision + 1, 6, 6);
  bytes[12] =
    (head.isTombstoned ? tombstonedFlag : 0) |
    (head.isSoftDeleted ? softDeletedFlag : 0) |
    (head.hasMetadata ? hasMetadataFlag : 0);
  return bytes;
};

export const decodeHead = (bytes: Buffer): StreamHead => {
  const flags = bytes[12] ?? 0;
  return {
    number: bytes.readUIntBE(0, 6),
    revision: bytes.readUIntBE(6, 6) - 1,
    isTombstoned: (flags & tombstonedFlag) !== 0,
    isSoftDeleted: (flags & softDeletedFlag) !== 0,
    hasMetadata: (flags & hasMetadataFlag) !== 0,
  };
};

type HeadOf = (streamName: string) => StreamHead | undefined;

/** Reads the metadata in an event of a metadata stream. Invalid metadata sets no limits. */
export const metadataIn = (event: EventRecord): StreamMetadata =>
  isMetadata(event) ? parseStreamMetadata(event.data) : noLimits;

export const isMetadata = (event: EventRecord): boolean =>
  event.isJson && event.type.toString('utf8') === metadataType;

/**
 * Returns the new heads (current states) of the streams that an event changes: the stream of the
 * event, and for a metadata event also the stream that the metadata describe. With this function
 * the index can be rebuilt from the log, with the same heads that the writer made.
 */
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

/**
 * Returns the new heads (current states) of the streams that an append of several events changes,
 * by stream name.
 */
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
