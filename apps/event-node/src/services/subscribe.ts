import { setImmediate as nextTurn } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { ReadRequest } from '../messages/read-request.js';
import {
  writeCaughtUp,
  writeCheckpoint,
  writeConfirmation,
  writeReadEvent,
} from '../messages/read-response.js';
import type { GrpcCall } from '../protocol/grpc-call.js';
import { streamDeletedFailure } from '../protocol/grpc-failure.js';
import { ProtoWriter } from '../protocol/proto-writer.js';
import type { UuidForm } from '../protocol/uuid.js';
import { EventFilter } from '../reading/event-filter.js';
import {
  type Follower,
  type FollowStep,
  LogFollower,
  StreamFollower,
} from '../reading/follower.js';
import { type LinkResolver, resolverOf } from '../reading/link-resolver.js';
import type { EventRecord } from '../storage/log/event-record.js';
import type { PageLimit } from '../storage/log/log-reader.js';
import type { NodeCore } from './node-core.js';

/**
 * Serves a subscription: sends a confirmation, then the existing events, then `caught_up`. From
 * then on, sends new events as soon as they are durable.
 */
export const subscribe = async (
  core: NodeCore,
  call: GrpcCall,
  request: ReadRequest,
): Promise<void> => {
  const filter = request.filter && new EventFilter(request.filter);
  const page = filter?.pageWithin(core.limits.page) ?? core.limits.page;
  const follower = followerOf(core, request, page);
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
  await follow({ call, streamName: request.streamName, follower, frames, wakeup });
};

interface Subscription {
  readonly call: GrpcCall;
  /** The stream; undefined for `$all`. */
  readonly streamName: string | undefined;
  readonly follower: Follower;
  readonly frames: SubscriptionFrames;
  readonly wakeup: Wakeup;
}

const follow = async (subscription: Subscription): Promise<void> => {
  const { call, follower, wakeup } = subscription;
  while (call.open) {
    const step = follower.next();
    send(subscription, step);
    if (call.saturated) await call.drained();
    else await (step.isAtEnd ? wakeup.wait() : nextTurn());
  }
};

const send = ({ call, streamName = '', frames }: Subscription, step: FollowStep): void => {
  const bytes = frames.of(step);
  if (bytes.length > 0) call.send(bytes);
  if (step.isTombstoned === true) call.fail(streamDeletedFailure(streamName));
};

const followerOf = (
  core: NodeCore,
  { streamName, from }: ReadRequest,
  page: PageLimit,
): Follower =>
  streamName === undefined
    ? new LogFollower(core, from, page)
    : new StreamFollower({ ...core, streamName }, from, page);

const confirmation = (): Buffer => {
  const frames = new ProtoWriter(64);
  writeConfirmation(frames, randomUUID());
  return frames.finish();
};

interface SubscriptionFramesOptions {
  readonly form: UuidForm;
  readonly resolve: LinkResolver;
  readonly filter: EventFilter | undefined;
}

const eventOverheadBytes = 160;

/**
 * Turns the events of a subscription into responses. A filtered subscription also sends
 * checkpoints: one after a fixed number of events, matching or not, and one when it has caught up.
 * A client that has received a checkpoint has received all matching events up to that position
 * (event-node.md, "Reads and subscriptions").
 */
export class SubscriptionFrames {
  readonly #options: SubscriptionFramesOptions;
  #considered = 0;
  #lastConsidered = 0;
  #lastCheckpoint = 0;

  constructor(options: SubscriptionFramesOptions) {
    this.#options = options;
  }

  of(step: FollowStep): Buffer {
    const { filter } = this.#options;
    const frames = new ProtoWriter(64 + step.events.length * eventOverheadBytes);
    for (const event of step.events) {
      if (filter === undefined) this.#write(frames, event);
      else this.#consider(frames, event, filter);
    }
    if (step.hasCaughtUp) {
      if (filter !== undefined) this.#checkpoint(frames);
      writeCaughtUp(frames);
    }
    return frames.finish();
  }

  #consider(frames: ProtoWriter, event: EventRecord, filter: EventFilter): void {
    if (filter.matches(event)) this.#write(frames, event);
    this.#considered += 1;
    this.#lastConsidered = event.position;
    if (this.#considered % filter.checkpointInterval === 0) this.#checkpoint(frames);
  }

  #write(frames: ProtoWriter, event: EventRecord): void {
    writeReadEvent(frames, this.#options.resolve(event), this.#options.form);
  }

  #checkpoint(frames: ProtoWriter): void {
    if (this.#lastConsidered <= this.#lastCheckpoint) return;
    this.#lastCheckpoint = this.#lastConsidered;
    writeCheckpoint(frames, this.#lastConsidered);
  }
}

/**
 * A signal for which one loop can wait. A signal that is given before the loop waits is not lost.
 */
class Wakeup {
  #isSignalled = false;
  #resolve: (() => void) | undefined;

  readonly signal = (): void => {
    this.#isSignalled = true;
    this.#resolve?.();
  };

  /**
   * Resolves at once if a signal came since the last wait; otherwise resolves at the next signal.
   */
  async wait(): Promise<void> {
    if (!this.#isSignalled) await new Promise<void>((resolve) => (this.#resolve = resolve));
    this.#isSignalled = false;
    this.#resolve = undefined;
  }
}
