import { Inject, Injectable } from '@nestjs/common';
import {
  type ConsumedPage,
  EventStoreUnavailable,
  type LogConsumer,
  type LoggedEvent,
  orderStreamPrefix,
  type StoredPage,
} from '#event-log';
import { type BegunCheckout, CheckoutBacklog, type DueCheckout, Gateway } from '#gateway';
import { type Logger, pause, ThrottledWarnings } from '#runtime';
import { loggerToken, paceToken } from '../connections/connections.module.js';
import { LogConsumers } from '../consumers/log-consumers.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../worker-options.js';
import { repeatedly, type WorkerTask } from '../worker-task.js';
import { BegunCheckouts, type Looked } from './begun-checkouts.js';

/** Checkouts read from the table in one search. */
const batchMax = 100;
/** Checkouts looked at concurrently. */
const atOnce = 8;
/** Pause after each page of the log. Nothing here is urgent, and a larger page costs the same. */
const gatheringMs = 100;
/** A hold on a card lasts about a week, so an intent is looked at once a day at least. */
const pauseMsMax = 86_400_000;

/**
 * Finds card payments that a checkout began and did not record, such as after a crash of the API
 * (docs/decisions/0047). It notes each checkout intent of the log in a table, and deletes it from
 * there when the log shows its payment. An intent that is left after two minutes is read at the
 * gateway, and again after growing pauses.
 */
@Injectable()
export class CheckoutTask implements WorkerTask {
  readonly #consumer: LogConsumer<StoredPage>;
  readonly #warnings: ThrottledWarnings;

  constructor(
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) logger: Logger,
    private readonly gateway: Gateway,
    private readonly backlog: CheckoutBacklog,
    private readonly checkouts: BegunCheckouts,
    consumers: LogConsumers,
  ) {
    this.#warnings = new ThrottledWarnings(logger);
    this.#consumer = consumers.make({
      name: 'checkouts',
      handle: (page, signal) => this.#note(page, signal),
    });
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
    if (events.length > 0) await pause(gatheringMs, signal);
  }

  async #lookAtDue(signal: AbortSignal): Promise<void> {
    let due: readonly DueCheckout[];
    do {
      // A checkout that was looked at leaves the table or is due later: the next search skips it.
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

  /** False if the gateway gave no clear answer: the next search looks at the other checkouts. */
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

  /** A damaged order must not delay the other checkouts. */
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

/** The checkouts that begin in a page of the log, and the checkouts that are paid in it. */
export interface CheckoutsOfPage {
  readonly begun: readonly BegunCheckout[];
  readonly paid: readonly BegunCheckout[];
}

/**
 * Finds the checkouts in a page of the log. A checkout that begins and is paid in the same page is
 * left out; so most checkouts never reach the table.
 */
export const checkoutsIn = (
  events: readonly (Pick<LoggedEvent, 'streamId' | 'type' | 'data'> & {
    readonly metadata: Pick<LoggedEvent['metadata'], 'storeId'>;
  })[],
): CheckoutsOfPage => {
  const begun = new Map<string, BegunCheckout>();
  const paid = new Map<string, BegunCheckout>();
  for (const { streamId, type, data, metadata } of events) {
    if (type !== 'CheckoutIntentCreated' && type !== 'OrderAuthorized') continue;
    const { paymentIntent } = data;
    if (typeof paymentIntent !== 'string' || !streamId.startsWith(orderStreamPrefix)) continue;
    const orderId = streamId.slice(orderStreamPrefix.length);
    const checkout = { orderId, storeId: metadata.storeId, paymentIntent };
    const key = `${orderId} ${paymentIntent}`;
    if (type === 'CheckoutIntentCreated') begun.set(key, checkout);
    else if (!begun.delete(key)) paid.set(key, checkout);
  }
  return { begun: [...begun.values()], paid: [...paid.values()] };
};
