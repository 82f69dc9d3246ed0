import {
  metadataOfMetadata,
  noLimits,
  type StreamMetadata,
  isMetadataStream,
  metadataStreamOf,
  streamOfMetadata,
} from '../model/stream.js';
import type { LogStore } from '../storage/log-store.js';
import { metadataIn, type StreamHead } from '../storage/index/stream-head.js';

export interface TombstonePlace {
  readonly streamNumber: number;
  readonly revision: number;
}

/** The part of a stream that a reader sees. */
export type StreamVisibility =
  | { readonly kind: 'missing' }
  /**
   * The stream is permanently deleted (tombstoned). `tombstone` is the place of the event that says
   * so. A metadata stream has no such event, because it is deleted together with the stream that it
   * describes; `tombstone` is then undefined.
   */
  | { readonly kind: 'tombstoned'; readonly tombstone: TombstonePlace | undefined }
  /**
   * The revisions `first` to `last` can be read, both included. No revision can be read if `first`
   * is greater than `last`.
   */
  | {
      readonly kind: 'readable';
      readonly streamNumber: number;
      readonly first: number;
      readonly last: number;
      readonly maxAgeSeconds: number | undefined;
    };

const missing: StreamVisibility = { kind: 'missing' };

/** Finds the part of a stream that a reader sees, from durable events alone. */
export const resolveStream = (store: LogStore, streamName: string): StreamVisibility => {
  const head = store.head(streamName);
  if (head?.isTombstoned === true) {
    return {
      kind: 'tombstoned',
      tombstone: { streamNumber: head.number, revision: head.revision },
    };
  }
  if (isMetadataStream(streamName)) {
    const owner = store.head(streamOfMetadata(streamName));
    if (owner?.isTombstoned === true) return { kind: 'tombstoned', tombstone: undefined };
    return head === undefined ? missing : readable(head, metadataOfMetadata);
  }
  return head === undefined ? missing : readable(head, metadataOf(store, streamName, head));
};

const metadataOf = (store: LogStore, streamName: string, head: StreamHead): StreamMetadata => {
  const metadata = head.hasMetadata ? store.head(metadataStreamOf(streamName)) : undefined;
  if (metadata === undefined) return noLimits;
  const position = store.position(metadata.number, metadata.revision);
  return position === undefined ? noLimits : metadataIn(store.event(position));
};

const readable = (head: StreamHead, metadata: StreamMetadata): StreamVisibility => {
  const { number: streamNumber, revision: last } = head;
  if (last < 0 || metadata.isSoftDeleted) return missing;
  const { truncateBefore = 0, maxCount, maxAgeSeconds } = metadata;
  const first = Math.max(truncateBefore, maxCount === undefined ? 0 : last - maxCount + 1);
  return { kind: 'readable', streamNumber, first, last, maxAgeSeconds };
};
