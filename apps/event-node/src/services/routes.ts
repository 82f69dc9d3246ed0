import { clusterInfo, supportedMethods } from '../messages/server-messages.js';
import type { CallHandler, GrpcCall } from '../protocol/grpc-call.js';
import { malformedFailure } from '../protocol/grpc-failure.js';
import type { GrpcRoutes } from '../protocol/grpc-server.js';
import { AppendCall, handleRemoval } from './append.js';
import { BatchAppendCall } from './batch-append.js';
import type { NodeCore } from './node-core.js';
import { handleRead } from './read.js';

/**
 * The address for clients that ask for the nodes of the cluster (the Gossip call). Clients then
 * connect to this address.
 */
interface AdvertisedAddress {
  readonly host: string;
  readonly port: number;
}

const streams = '/event_store.client.streams.Streams';
const readPath = `${streams}/Read`;
const appendPath = `${streams}/Append`;
const batchAppendPath = `${streams}/BatchAppend`;
const deletePath = `${streams}/Delete`;
const tombstonePath = `${streams}/Tombstone`;
const featuresPath = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods';
const gossipPath = '/event_store.client.gossip.Gossip/Read';

/** The methods that need no credentials, because clients call them before they send credentials. */
export const openMethods: ReadonlySet<string> = new Set([featuresPath, gossipPath]);

/** The methods that GetSupportedMethods lists, as `/service/Method`. */
export const servedMethods: readonly string[] = [
  readPath,
  appendPath,
  batchAppendPath,
  deletePath,
  tombstonePath,
  featuresPath,
  gossipPath,
];

/**
 * The answer of GetSupportedMethods. For a method that is not listed, the client uses a different
 * method or throws `UnsupportedError`.
 */
const features = supportedMethods(servedMethods);

/**
 * The handlers of the served methods by path (event-node.md, "What it serves"). A call of any other
 * path ends with UNIMPLEMENTED.
 */
export const routesOf = (core: NodeCore, address: () => AdvertisedAddress): GrpcRoutes =>
  new Map([
    [readPath, (call) => onRequest(call, handleRead(core, call))],
    [appendPath, (call) => new AppendCall(core, call)],
    [batchAppendPath, (call) => new BatchAppendCall(core, call)],
    [deletePath, (call) => onRequest(call, handleRemoval(core, 'delete', call))],
    [tombstonePath, (call) => onRequest(call, handleRemoval(core, 'tombstone', call))],
    [
      featuresPath,
      (call) =>
        onRequest(call, () => {
          call.complete(features);
        }),
    ],
    [
      gossipPath,
      (call) =>
        onRequest(call, () => {
          call.complete(clusterInfo({ nodeId: core.store.nodeId, ...address(), at: Date.now() }));
        }),
    ],
  ]);

/**
 * Returns the handler of a call with exactly one request message, which is passed to `handle`. The
 * function `handle` also sends the response.
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
