import { lookAtStream, type StreamSight } from '../reading/stream-sight.js';
import { type StreamReadOptions, StreamSource } from '../reading/stream-source.js';
import type { NodeCore } from '../services/node-core.js';
import type { StoredEvent } from '../storage/event-record.js';

export type ReadableStream = Extract<StreamSight, { kind: 'readable' }>;

/** A stream as it is readable now, undefined if there is nothing to read. */
export const readableStream = (
  core: NodeCore,
  streamName: string,
): Promise<ReadableStream | undefined> => {
  const sight = lookAtStream(core.store, streamName);
  return Promise.resolve(sight.kind === 'readable' ? sight : undefined);
};

/** One page of a readable stream. */
export const readPage = (
  core: NodeCore,
  stream: ReadableStream,
  options: Omit<StreamReadOptions, 'page'>,
): readonly StoredEvent[] =>
  new StreamSource(core.store, stream, { ...options, page: core.limits.page }).next().events;

/** The last event of a stream, undefined if there is none to read. */
export const lastEventOf = async (
  core: NodeCore,
  streamName: string,
): Promise<StoredEvent | undefined> => {
  const stream = await readableStream(core, streamName);
  return stream && readPage(core, stream, { from: 'end', backwards: true, count: 1 })[0];
};
