import { METADATA_TYPE, noLimits, parseStreamMetadata } from '../streams/stream-metadata.js';
import type { StreamMetadata } from '../streams/stream-metadata.js';
import { isMetadataStream, streamOfMetadata } from '../streams/stream-name.js';
import { recordFlags, type StoredEvent } from './event-record.js';
import { newHead, type StreamHead } from './stream-head.js';

type HeadOf = (streamName: string) => StreamHead | undefined;

/** What an event of `$$s` says of `s`: nothing, if it is not readable (event-node.md, section 6). */
export const metadataIn = (event: StoredEvent): StreamMetadata =>
  isMetadata(event) ? parseStreamMetadata(event.data) : noLimits;

export const isMetadata = (event: StoredEvent): boolean =>
  event.isJson && event.type.toString('utf8') === METADATA_TYPE;

/** The heads that an event of the log changes, as the writer left them when it wrote the event. */
export const foldEvent = (event: StoredEvent, headOf: HeadOf): [string, StreamHead][] => {
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
  events: readonly StoredEvent[],
  headOf: HeadOf,
): ReadonlyMap<string, StreamHead> => {
  const heads = new Map<string, StreamHead>();
  const changed: HeadOf = (name) => heads.get(name) ?? headOf(name);
  for (const event of events) {
    for (const [name, head] of foldEvent(event, changed)) heads.set(name, head);
  }
  return heads;
};
