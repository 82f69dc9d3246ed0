import type { GroupState } from '../messages/persistent-info.js';
import { infoResponse, listResponse } from '../messages/persistent-info.js';
import {
  readDeleteRequest,
  readInfoRequest,
  readListRequest,
  readReplayRequest,
} from '../messages/persistent-keys.js';
import { readGroupRequest } from '../messages/persistent-request.js';
import { ALL, type GroupKey } from '../persistent/group-config.js';
import { checkpointStreamOf } from '../persistent/group-streams.js';
import type { GroupRequest, Groups } from '../persistent/groups.js';
import { readableStream } from '../persistent/stored-streams.js';
import { malformedFailure } from '../protocol/failures.js';
import { asFailure, type CallHandler, type GrpcCall } from '../protocol/grpc-call.js';
import { groupMissingFailure } from '../protocol/persistent-failures.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import { EventFilter } from '../reading/event-filter.js';
import { isStreamNameTooLong, isValidStreamName } from '../streams/stream-name.js';
import type { NodeCore } from './node-core.js';
import { PersistentReadCall } from './persistent-read.js';
import { onRequest } from './unary.js';

type Method = (call: GrpcCall) => CallHandler;

/** The methods of persistent subscriptions by name (event-node.md, section 7). */
export const persistentMethods = (core: NodeCore, groups: Groups): ReadonlyMap<string, Method> =>
  new Map<string, Method>([
    ['Create', answering(async (message) => groups.create(checked(readGroupRequest(message))))],
    ['Update', answering(async (message) => groups.update(checked(readGroupRequest(message))))],
    ['Delete', answering(async (message) => groups.delete(readDeleteRequest(message)))],
    ['Read', (call) => new PersistentReadCall(groups, call)],
    ['GetInfo', answering(async (message) => info(core, groups, readInfoRequest(message)))],
    ['ReplayParked', answering(async (message) => replay(groups, message))],
    ['List', answering(async (message) => list(core, groups, readListRequest(message)))],
    ['RestartSubsystem', answering(async () => groups.restart())],
  ]);

const EMPTY = new ProtoWriter(8).frame(() => undefined).finish();

/** A method that answers one request with a message, or with an empty one when it is done. */
const answering =
  (perform: (message: Buffer) => Promise<unknown>): Method =>
  (call) =>
    onRequest(call, (message) => {
      perform(message).then(
        (answer) => {
          call.complete(Buffer.isBuffer(answer) ? answer : EMPTY);
        },
        (error: unknown) => {
          call.fail(asFailure(error));
        },
      );
    });

const checked = (request: GroupRequest): GroupRequest => {
  const { stream, group, filter } = request;
  const isNamed = group !== '' && isValidStreamName(stream);
  if (!isNamed || isStreamNameTooLong(checkpointStreamOf(request))) {
    throw malformedFailure('Invalid stream or group name.');
  }
  if (filter !== undefined) new EventFilter(filter); // Throws if it is not valid.
  return request;
};

const replay = async (groups: Groups, message: Buffer): Promise<void> => {
  const { count, ...key } = readReplayRequest(message);
  (await groups.group(key)).replay(count ?? Number.MAX_SAFE_INTEGER);
};

const stateOf = async (core: NodeCore, groups: Groups, key: GroupKey): Promise<GroupState> => {
  const group = await groups.group(key);
  const stream = key.stream === ALL ? undefined : await readableStream(core, key.stream);
  return {
    group,
    parked: await group.parking.count(),
    lastKnown: key.stream === ALL ? core.durable.position : (stream?.last ?? -1),
  };
};

const info = async (core: NodeCore, groups: Groups, key: GroupKey): Promise<Buffer> =>
  infoResponse(await stateOf(core, groups, key));

const list = async (core: NodeCore, groups: Groups, stream?: string): Promise<Buffer> => {
  const keys = groups.list(stream);
  if (stream !== undefined && keys.length === 0) throw groupMissingFailure({ stream, group: '' });
  return listResponse(await Promise.all(keys.map(async (key) => stateOf(core, groups, key))));
};
