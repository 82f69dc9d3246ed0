import { clusterInfo, supportedMethods } from '../messages/server-messages.js';
import type { CallHandler, GrpcCall } from '../protocol/grpc-call.js';
import { malformedFailure } from '../protocol/grpc-failure.js';
import type { GrpcRoutes } from '../protocol/grpc-server.js';
import { AppendCall, handleRemoval } from './append.js';
import { BatchAppendCall } from './batch-append.js';
import type { NodeCore } from './node-core.js';
import { handleRead } from './read.js';

/** Where clients are told to find the node. */
export interface AdvertisedAddress {
  readonly host: string;
  readonly port: number;
}

const streams = '/event_store.client.streams.Streams';
const READ = `${streams}/Read`;
const APPEND = `${streams}/Append`;
const BATCH_APPEND = `${streams}/BatchAppend`;
const DELETE = `${streams}/Delete`;
const TOMBSTONE = `${streams}/Tombstone`;
const FEATURES = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods';
const GOSSIP = '/event_store.client.gossip.Gossip/Read';

/** For everyone: a client asks them before it sends credentials (event-node.md, section 2). */
export const openMethods: ReadonlySet<string> = new Set([FEATURES, GOSSIP]);

/** What GetSupportedMethods lists, by `/service/Method`. */
export const servedMethods: readonly string[] = [
  READ,
  APPEND,
  BATCH_APPEND,
  DELETE,
  TOMBSTONE,
  FEATURES,
  GOSSIP,
];

/** The client falls back to another method, or says "unsupported", by this list. */
const features = supportedMethods(servedMethods);

/** The methods of the node (event-node.md, "What it serves"); any other answers UNIMPLEMENTED. */
export const routesOf = (core: NodeCore, address: () => AdvertisedAddress): GrpcRoutes =>
  new Map([
    [READ, (call) => onRequest(call, handleRead(core, call))],
    [APPEND, (call) => new AppendCall(core, call)],
    [BATCH_APPEND, (call) => new BatchAppendCall(core, call)],
    [DELETE, (call) => onRequest(call, handleRemoval(core, 'delete', call))],
    [TOMBSTONE, (call) => onRequest(call, handleRemoval(core, 'tombstone', call))],
    [
      FEATURES,
      (call) =>
        onRequest(call, () => {
          call.complete(features);
        }),
    ],
    [
      GOSSIP,
      (call) =>
        onRequest(call, () => {
          call.complete(clusterInfo({ nodeId: core.store.nodeId, ...address(), at: Date.now() }));
        }),
    ],
  ]);

/**
 * A call with one request message; the answer is the handler's, in as many messages as it wants.
 */
export const onRequest = (call: GrpcCall, handle: (request: Buffer) => void): CallHandler => {
  let isHandled = false;
  return {
    onMessage: (message) => {
      if (isHandled) throw malformedFailure('The call takes one message.');
      isHandled = true;
      handle(message);
    },
    onHalfClose: () => {
      if (!isHandled) call.fail(malformedFailure('The call has no message.'));
    },
  };
};
