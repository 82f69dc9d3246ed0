import {
  subscribersReachedFailure,
  subscriptionDroppedFailure,
  subscriptionFailedFailure,
} from '../protocol/persistent-failures.js';
import type { GrpcFailure } from '../protocol/grpc-failure.js';
import { Wakeup } from '../reading/wakeup.js';
import { nextTurn } from '../services/next-turn.js';
import type { NodeCore } from '../services/node-core.js';
import { Checkpoints, storedCheckpoint } from './checkpoints.js';
import type { Consumer } from './consumer.js';
import type { Delivery } from './delivery.js';
import { distributionOf } from './distribution.js';
import type { GroupConfig } from './group-config.js';
import { Intake } from './intake.js';
import { OpenDeliveries } from './open-deliveries.js';
import { Parking } from './parking.js';
import { Progress } from './progress.js';
import { Queues } from './queues.js';

/** A full disk takes what is parked later; so many wait at most as a group may have unsettled. */
const PARK_AGAIN_MS = 1_000;

/** How a consumer answers an event that it did not get done. */
export type NackAction = 'park' | 'retry' | 'skip' | 'stop';

/**
 * A persistent subscription: spreads the events of a stream or of `$all` over its consumers, each
 * at least once, also over restarts (event-node.md, section 7).
 */
export class Group {
  readonly config: GroupConfig;
  readonly since = Date.now();
  readonly consumers: Consumer[] = [];
  readonly queues = new Queues();
  readonly parking: Parking;
  readonly checkpoints: Checkpoints;
  readonly open: OpenDeliveries;
  total = 0;
  /** It ended by a fault of its own, and has to be loaded anew. */
  hasFailed = false;
  readonly #core: NodeCore;
  readonly #progress: Progress;
  readonly #intake: Intake;
  readonly #distribution;
  readonly #wakeup = new Wakeup();
  #heldBytes = 0;
  #stopFollowing: (() => void) | undefined;
  #isRunning = false;
  #isClosed = false;

  private constructor(core: NodeCore, config: GroupConfig, stored: number | undefined) {
    const after = stored ?? config.after;
    this.config = config;
    this.#core = core;
    this.#progress = new Progress(after);
    this.#intake = new Intake(core, config, { progress: this.#progress, after });
    this.#distribution = distributionOf(config.settings.strategy);
    this.parking = new Parking(core, config);
    const progress = this.#progress;
    this.checkpoints = new Checkpoints(core, config, { progress, stored });
    this.open = new OpenDeliveries(config.settings.messageTimeoutMs, (delivery) => {
      this.#tryAgain(delivery, 'The consumer did not answer in time.');
    });
  }

  /** A group as its checkpoint left it. */
  static async load(core: NodeCore, config: GroupConfig): Promise<Group> {
    return new Group(core, config, await storedCheckpoint(core, config));
  }

  join(consumer: Consumer): void {
    const { maxSubscriberCount } = this.config.settings;
    const allowed = this.#core.limits.persistent.consumers;
    const max = maxSubscriberCount === 0 ? allowed : Math.min(allowed, maxSubscriberCount);
    if (this.#isClosed) throw subscriptionDroppedFailure(this.config);
    if (this.consumers.length >= max) throw subscribersReachedFailure(this.config);
    this.consumers.push(consumer);
    this.#stopFollowing ??= this.#intake.onMore(this.#wakeup.signal);
    if (!this.#isRunning) void this.#run();
    this.#wakeup.signal();
  }

  /** The consumer is gone: what it had open goes to the others at once. */
  leave(consumer: Consumer): void {
    const index = this.consumers.indexOf(consumer);
    if (index < 0) return;
    this.consumers.splice(index, 1);
    for (const delivery of consumer.open.values()) {
      this.open.close(delivery.id);
      this.queues.retry(delivery);
    }
    if (this.consumers.length === 0) {
      this.#stopFollowing?.();
      this.#stopFollowing = undefined;
      if (!this.#isClosed) void this.checkpoints.flush();
    }
    this.#wakeup.signal();
  }

  ack(consumer: Consumer, ids: readonly Buffer[]): void {
    for (const delivery of this.#answered(consumer, ids)) this.#settle(delivery);
    this.#wakeup.signal();
  }

  nack(
    consumer: Consumer,
    ids: readonly Buffer[],
    answer: { readonly action: NackAction; readonly reason: string },
  ): void {
    if (answer.action === 'stop') {
      consumer.options.call.fail(subscriptionDroppedFailure(this.config)); // Its close returns them.
      return;
    }
    for (const delivery of this.#answered(consumer, ids)) {
      if (answer.action === 'skip') this.#settle(delivery);
      else if (answer.action === 'park') void this.#park(delivery, answer.reason);
      else this.#tryAgain(delivery, answer.reason);
    }
    this.#wakeup.signal();
  }

  /** Starts to deliver parked events again, at most `count`. */
  replay(count: number): void {
    const replaying = this.parking.replay(count, (parked) => {
      for (const delivery of parked) this.queues.retry(delivery);
      this.#wakeup.signal();
    });
    replaying.catch(() => undefined); // What could not be read is still parked.
  }

  /** Ends all consumers, and stores how far the group has come. */
  async close(failure: GrpcFailure): Promise<void> {
    this.#isClosed = true;
    for (const consumer of [...this.consumers]) consumer.options.call.fail(failure);
    this.open.clear();
    this.#wakeup.signal();
    await this.checkpoints.close();
  }

  /** Runs while there are consumers. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (!this.#isClosed && this.consumers.length > 0) {
        this.#deliver();
        const mayRead = this.#mayRead();
        if (mayRead) this.#read();
        await (mayRead ? nextTurn() : this.#wakeup.wait());
      }
    } catch (error) {
      this.hasFailed = true;
      const reason = error instanceof Error ? error.message : String(error);
      await this.close(subscriptionFailedFailure(this.config, reason));
    }
    this.#isRunning = false;
  }

  #mayRead(): boolean {
    const { unsettledEvents, bufferBytes } = this.#core.limits.persistent;
    const isFull =
      this.queues.fresh >= Math.max(1, this.config.settings.historyBufferSize) ||
      this.#progress.length >= unsettledEvents ||
      this.#heldBytes >= bufferBytes;
    return !isFull && this.#intake.hasMore;
  }

  #read(): void {
    const deliveries = this.#intake.read(({ bytes }) => (this.#heldBytes -= bytes));
    for (const { bytes } of deliveries) this.#heldBytes += bytes;
    this.queues.add(deliveries);
    this.checkpoints.note(); // What the filter leaves out moves the mark too.
  }

  #deliver(): void {
    const isOpen = (id: string): boolean => this.open.has(id);
    for (;;) {
      const next = this.queues.next(this.#distribution, this.consumers, isOpen);
      if (next === undefined) break;
      next.consumer.take(next.delivery);
      this.open.add(next.delivery, next.consumer);
      this.total += 1;
    }
    for (const consumer of this.consumers) {
      consumer.flush();
      consumer.onRoom(this.#wakeup.signal);
    }
  }

  #answered(consumer: Consumer, ids: readonly Buffer[]): readonly Delivery[] {
    return ids.flatMap((id) => {
      const delivery = consumer.open.get(id.toString('latin1'));
      if (delivery === undefined) return []; // Too late: it went to another.
      this.open.close(delivery.id);
      consumer.latencies.add(Date.now() - delivery.sentAt);
      return [delivery];
    });
  }

  #settle(delivery: Delivery): void {
    delivery.settle();
    this.checkpoints.note();
  }

  #tryAgain(delivery: Delivery, reason: string): void {
    if (delivery.retries >= this.config.settings.maxRetryCount) {
      void this.#park(delivery, reason);
      return;
    }
    delivery.retries += 1;
    this.queues.retry(delivery);
    this.#wakeup.signal();
  }

  async #park(delivery: Delivery, reason: string): Promise<void> {
    const isDone = await this.parking.park(delivery, reason);
    if (isDone) {
      this.#settle(delivery);
      this.#wakeup.signal();
      return;
    }
    if (this.#isClosed) return; // The next consumer, or the next start, gets it again.
    setTimeout(() => void this.#park(delivery, reason), PARK_AGAIN_MS).unref();
  }
}
