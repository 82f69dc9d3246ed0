import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ReadRequest, readReadRequest } from '../messages/read-request.js';
import { writeReadEvent, writeStreamNotFound } from '../messages/read-response.js';
import { malformedFailure, streamDeletedFailure } from '../protocol/grpc-failure.js';
import { asFailure, type GrpcCall } from '../protocol/grpc-call.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import type { UuidForm } from '../protocol/uuid.js';
import { EventFilter } from '../reading/event-filter.js';
import { type EventSource, LogEventSource, StreamEventSource } from '../reading/event-source.js';
import { type LinkResolver, resolverOf } from '../reading/link-resolver.js';
import { resolveStream } from '../reading/stream-visibility.js';
import type { EventRecord } from '../storage/log/event-record.js';
import { isStreamNameTooLong } from '../model/stream.js';
import type { NodeCore } from './node-core.js';
import { subscribe } from './subscribe.js';

/** Handles a Read call: a read of a stream or of `$all`, or a subscription to it. */
export const handleRead =
  (core: NodeCore, call: GrpcCall) =>
  (message: Buffer): void => {
    const request = readReadRequest(message);
    const { streamName } = request;
    if (streamName === '' || (streamName !== undefined && isStreamNameTooLong(streamName))) {
      throw malformedFailure('Invalid stream name.');
    }
    const running = request.isSubscription
      ? subscribe(core, call, request)
      : read(core, call, request);
    running.catch((error: unknown) => {
      call.fail(asFailure(error));
    });
  };

const read = async (core: NodeCore, call: GrpcCall, request: ReadRequest): Promise<void> => {
  const source = open(core, request);
  if (source === undefined) {
    const frames = new ProtoWriter(64);
    writeStreamNotFound(frames, request.streamName ?? '');
    call.complete(frames.finish());
    return;
  }
  const resolve = resolverOf(core, request.resolveLinks);
  await sendAll(call, source, (events) => framesOf(events, resolve, request.uuidForm));
};

/** Opens the source of the events of a read; undefined for a stream that does not exist. */
const open = (core: NodeCore, request: ReadRequest): EventSource | undefined => {
  const { store, durable, limits } = core;
  const { from, backwards, count, streamName } = request;
  const options = { from, backwards, count, page: limits.page };
  if (streamName === undefined) {
    const filter = request.filter && new EventFilter(request.filter);
    const page = filter?.pageWithin(limits.page) ?? limits.page;
    return new LogEventSource(store, durable.position, { ...options, page, filter });
  }
  const visibility = resolveStream(store, streamName);
  if (visibility.kind === 'tombstoned') throw streamDeletedFailure(streamName);
  return visibility.kind === 'missing'
    ? undefined
    : new StreamEventSource(store, visibility, options);
};

type Encode = (events: readonly EventRecord[]) => Buffer;

const sendAll = async (call: GrpcCall, source: EventSource, encode: Encode): Promise<void> => {
  while (call.open) {
    const { events, isLast } = source.next();
    const frames = events.length === 0 ? undefined : encode(events);
    if (isLast) {
      call.complete(frames);
      return;
    }
    if (frames !== undefined) call.send(frames);
    await (call.saturated ? call.drained() : nextTurn());
  }
};

const framesOf = (
  events: readonly EventRecord[],
  resolve: LinkResolver,
  form: UuidForm,
): Buffer => {
  const frames = new ProtoWriter(framesCapacity(events));
  for (const event of events) writeReadEvent(frames, resolve(event), form);
  return frames.finish();
};

/**
 * A response is longer than the stored record of its event by about this number of bytes. With a
 * good estimate, the buffer of the response does not have to grow.
 */
const responseOverheadBytes = 160;

const framesCapacity = (events: readonly EventRecord[]): number =>
  events.reduce((sum, { bytes }) => sum + bytes.length + responseOverheadBytes, 64);
