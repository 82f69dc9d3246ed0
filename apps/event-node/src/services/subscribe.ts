import { randomUUID } from 'node:crypto';
import type { ReadRequest } from '../messages/read-request.js';
import { writeConfirmation } from '../messages/read-response.js';
import type { GrpcCall } from '../protocol/grpc-call.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import { EventFilter } from '../reading/event-filter.js';
import type { Follower, FollowStep } from '../reading/follow-step.js';
import { resolverOf } from '../reading/link-resolver.js';
import { LogFollower } from '../reading/log-follower.js';
import { StreamFollower } from '../reading/stream-follower.js';
import { Wakeup } from '../reading/wakeup.js';
import { nextTurn } from './next-turn.js';
import type { NodeCore } from './node-core.js';
import { SubscriptionFrames } from './subscription-frames.js';

/**
 * A subscription: confirmation, what is there, `caught_up`, and then every round as it becomes
 * durable.
 */
export const subscribe = async (
  core: NodeCore,
  call: GrpcCall,
  request: ReadRequest,
): Promise<void> => {
  const filter = request.filter && new EventFilter(request.filter);
  const follower = followerOf(core, request);
  const resolve = resolverOf(core, request.resolveLinks);
  const frames = new SubscriptionFrames({ form: request.uuidForm, resolve, filter });
  const wakeup = new Wakeup();
  const stop = follower.onMore(wakeup.signal);
  core.subscriptions.open += 1;
  call.onClose(() => {
    core.subscriptions.open -= 1;
    stop();
    wakeup.signal();
  });
  call.send(confirmation());
  await follow({ call, follower, frames, wakeup });
};

interface Subscription {
  readonly call: GrpcCall;
  readonly follower: Follower;
  readonly frames: SubscriptionFrames;
  readonly wakeup: Wakeup;
}

const follow = async ({ call, follower, frames, wakeup }: Subscription): Promise<void> => {
  while (call.open) {
    const step = follower.next();
    send(call, frames, step);
    if (call.saturated) await call.drained();
    else await (step.isAtEnd ? wakeup.wait() : nextTurn());
  }
};

const send = (call: GrpcCall, frames: SubscriptionFrames, step: FollowStep): void => {
  const bytes = frames.of(step);
  if (bytes.length > 0) call.send(bytes);
  if (step.failure !== undefined) call.fail(step.failure);
};

const followerOf = (core: NodeCore, { streamName, from }: ReadRequest): Follower =>
  streamName === undefined
    ? new LogFollower(core, from, core.limits.page)
    : new StreamFollower({ ...core, streamName }, from, core.limits.page);

const confirmation = (): Buffer => {
  const frames = new ProtoWriter(64);
  writeConfirmation(frames, randomUUID());
  return frames.finish();
};
