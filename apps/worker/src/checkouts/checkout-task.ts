import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import {
  type ConsumedPage,
  type EventStore,
  EventStoreUnavailable,
  LogConsumer,
  SharedLog,
  type StoredPage,
} from '#event-log';
import { CheckoutBacklog, type DueCheckout, Gateway } from '#gateway';
import { type Logger, pause, ThrottledWarnings } from '#runtime';
import {
  eventStoreToken,
  loggerToken,
  paceToken,
  poolToken,
} from '../connections/connections.module.js';
import { ConsumerMetrics } from '../consumers/consumer-metrics.js';
import { PostgresCheckpoint } from '../consumers/postgres-checkpoint.js';
import { SparingCheckpoint } from '../gateway/sparing-checkpoint.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import { repeatedly } from '../repeatedly.js';
import type { Pace } from '../worker-options.js';
import type { WorkerTask } from '../worker-task.js';
import { BegunCheckouts, type Looked } from './begun-checkouts.js';
import { checkoutsIn } from './checkouts-in.js';

const pageSize = 1_000;
/** Checkouts read from the table at once, and looked at at once. */
const batchMax = 100;
const atOnce = 8;
const gatheringMs = 100;
/** A hold on a card lasts about a week, so an intent is looked at once a day at least. */
const pauseMsMax = 86_400_000;

/**
 * Closes the gap between a card that a checkout asked at the gateway and its record in the log
 * (docs/decisions/0047). It notes each checkout intent of the log, and takes it off with the
 * payment on it; one that is left after some minutes is looked at, at growing intervals.
 */
@Injectable()
export class CheckoutTask implements WorkerTask {
  readonly #consumer: LogConsumer<StoredPage>;
  readonly #warnings: ThrottledWarnings;

  constructor(
    @Inject(eventStoreToken) eventStore: EventStore,
    @Inject(poolToken) pool: Pool,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) logger: Logger,
    private readonly gateway: Gateway,
    private readonly backlog: CheckoutBacklog,
    private readonly checkouts: BegunCheckouts,
    log: SharedLog,
    consumers: ConsumerMetrics,
  ) {
    this.#warnings = new ThrottledWarnings(logger);
    this.#consumer = new LogConsumer(eventStore, {
      ...{ name: 'checkouts', subscribe: log.followLog, pageSize },
      checkpoint: new SparingCheckpoint(new PostgresCheckpoint(pool, 'checkouts'), {
        beforeMoving: () => Promise.resolve(),
      }),
      handle: (page, signal) => this.#note(page, signal),
      onFailure: (error) => {
        this.#warnings.warn({ err: error }, 'the log could not be read for checkouts');
      },
    });
    consumers.watch(this.#consumer);
  }

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const onFailure = (error: unknown): void => {
      this.#warnings.warn({ err: error }, 'checkouts could not be looked at; trying again');
    };
    const everyMs = this.pace.checkoutMs;
    await Promise.all([
      this.#consumer.run(signal),
      repeatedly({ everyMs, signal, onFailure }, async () => this.#lookAtDue(signal)),
    ]);
  }

  async #note({ events }: ConsumedPage<StoredPage>, signal: AbortSignal): Promise<void> {
    const { begun, paid } = checkoutsIn(events);
    await this.backlog.note(begun, this.pace.checkoutFirstMs);
    await this.backlog.finish(paid);
    // Nothing here is urgent, and a larger page costs the same.
    if (events.length > 0) await pause(gatheringMs, signal);
  }

  async #lookAtDue(signal: AbortSignal): Promise<void> {
    let due: readonly DueCheckout[];
    do {
      // A checkout that was looked at leaves the table or is due later: no search repeats another.
      due = await this.backlog.due(batchMax);
      let first = 0;
      while (first < due.length) {
        // While the gateway fails, one checkout at a time finds out whether it is back.
        const next = due.slice(first, (first += this.gateway.breaker === 'closed' ? atOnce : 1));
        const known = await Promise.all(next.map(async (one) => this.#lookAt(one)));
        if (known.includes(false) || signal.aborted) return;
      }
    } while (due.length > 0);
  }

  /** False if the gateway did not say: the rest is then left for the next search. */
  async #lookAt(checkout: DueCheckout): Promise<boolean> {
    const looked = await this.#look(checkout);
    if (looked === 'finished') {
      await this.backlog.finish([checkout]);
      return true;
    }
    const isKnown = looked === 'later';
    const looks = checkout.looks + (isKnown ? 1 : 0);
    const pauseMs = Math.min(pauseMsMax, this.pace.checkoutFirstMs * 2 ** Math.min(looks, 20));
    await this.backlog.postpone({ ...checkout, looks }, pauseMs);
    return isKnown;
  }

  /** An order that cannot be read does not keep the others waiting. */
  async #look(checkout: DueCheckout): Promise<Looked> {
    try {
      return await this.checkouts.look(checkout);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      const { orderId } = checkout;
      this.#warnings.warn({ err: error, orderId }, 'a checkout could not be looked at');
      return 'later';
    }
  }
}
