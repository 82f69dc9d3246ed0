import type { StreamHead } from '../storage/stream-head.js';
import type { LogStore } from '../storage/log-store.js';
import {
  metadataOfMetadata,
  noLimits,
  parseStreamMetadata,
  type StreamMetadata,
} from '../streams/stream-metadata.js';
import { isMetadataStream, streamOfMetadata } from '../streams/stream-name.js';

export interface TombstonePlace {
  readonly streamNumber: number;
  readonly revision: number;
}

/** A stream as a reader may see it at a durable position. */
export type StreamSight =
  | { readonly kind: 'missing' }
  /** `tombstone` is the event that says so; the metadata of a tombstoned stream has none. */
  | { readonly kind: 'tombstoned'; readonly tombstone: TombstonePlace | undefined }
  /** Revisions `first` to `last` are readable; none if `first` is beyond `last`. */
  | {
      readonly kind: 'readable';
      readonly streamNumber: number;
      readonly first: number;
      readonly last: number;
      readonly maxAgeSeconds: number | undefined;
    }
  /** What the store says rests on a position that is not durable yet: look again then. */
  | { readonly kind: 'pending'; readonly position: number };

const missing: StreamSight = { kind: 'missing' };

/** Looks at a stream without passing the durable position. */
export const lookAtStream = (store: LogStore, streamName: string, durable: number): StreamSight => {
  const owner = isMetadataStream(streamName) ? store.head(streamOfMetadata(streamName)) : undefined;
  const head = store.head(streamName);
  if (head?.isTombstoned === true) return sightOfTombstone(store, head, durable);
  if (owner?.isTombstoned === true) {
    const sight = sightOfTombstone(store, owner, durable);
    return sight.kind === 'pending' ? sight : { kind: 'tombstoned', tombstone: undefined };
  }
  if (head === undefined) return missing;
  const last = lastDurableRevision(store, head, durable);
  if (isMetadataStream(streamName)) return readable(head, last, metadataOfMetadata);
  if (!head.hasMetadata) return readable(head, last, noLimits);
  const stored = store.metadata(head.number);
  if (stored === undefined) return readable(head, last, noLimits);
  if (stored.position > durable) return { kind: 'pending', position: stored.position };
  return readable(head, last, parseStreamMetadata(stored.json));
};

const readable = (head: StreamHead, last: number, metadata: StreamMetadata): StreamSight => {
  if (last < 0 || metadata.isSoftDeleted) return missing;
  const { truncateBefore = 0, maxCount, maxAgeSeconds } = metadata;
  const first = Math.max(truncateBefore, maxCount === undefined ? 0 : last - maxCount + 1);
  return { kind: 'readable', streamNumber: head.number, first, last, maxAgeSeconds };
};

const sightOfTombstone = (store: LogStore, head: StreamHead, durable: number): StreamSight => {
  const position = store.position(head.number, head.revision) ?? 0;
  if (position > durable) return { kind: 'pending', position };
  const tombstone = { streamNumber: head.number, revision: head.revision };
  return { kind: 'tombstoned', tombstone };
};

const lastDurableRevision = (store: LogStore, head: StreamHead, durable: number): number => {
  let revision = head.revision;
  while (revision >= 0 && (store.position(head.number, revision) ?? 0) > durable) revision -= 1;
  return revision;
};
