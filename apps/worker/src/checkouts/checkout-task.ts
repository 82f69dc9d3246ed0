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

/** The most checkouts that one search reads from the table of unfinished checkouts. */
const batchMax = 100;
/** Number of checkouts that are looked up at the gateway at the same time. */
const atOnce = 8;
/**
 * The pause after each page (batch of events) of the log. Checkouts are not urgent, and one large
 * page costs less than several small ones. Events therefore collect during the pause and come
 * together in the next page.
 */
const gatheringMs = 100;
/**
 * The longest pause before a checkout is looked at again: one day. A bank holds an authorised
 * amount for about a week, and the worker must find the authorisation within that time.
 */
const pauseMsMax = 86_400_000;

/**
 * Finds card payments that a checkout began but did not record, such as after a crash of the API
 * (docs/decisions/0047). The task notes the payment intent of each checkout in a table, and deletes
 * the intent from the table when the log shows the payment. An intent that is still in the table
 * after two minutes is looked up at the gateway, and again after growing pauses.
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
      this.#warnings.warn({ err: error }, 'the list of checkouts could not be read; trying again');
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
      // A checkout that was looked at is deleted from the table `gateway.checkouts` or becomes due
      // later, so the next search does not find it again.
      due = await this.backlog.due(batchMax);
      let first = 0;
      while (first < due.length) {
        // While requests to the gateway fail, checkouts are looked up one at a time, to find out
        // whether the gateway works again.
        const next = due.slice(first, (first += this.gateway.breaker === 'closed' ? atOnce : 1));
        const known = await Promise.all(next.map(async (one) => this.#lookAt(one)));
        if (known.includes(false) || signal.aborted) return;
      }
    } while (due.length > 0);
  }

  /**
   * Looks at a checkout and writes the result into the table `gateway.checkouts`. Returns false if
   * the gateway gave no clear answer: a later search then looks at the remaining checkouts.
   */
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

  /**
   * Looks at a checkout. If the look fails, for example because the events of the order are
   * damaged, the result is `later`. Otherwise one damaged order would delay all other checkouts.
   */
  async #look(checkout: DueCheckout): Promise<Looked> {
    try {
      return await this.checkouts.look(checkout);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      const { orderId } = checkout;
      this.#warnings.warn(
        { err: error, orderId },
        'the payment of a checkout could not be read at the gateway',
      );
      return 'later';
    }
  }
}

/**
 * The checkouts that begin in a page (batch of events) of the log, and those that are paid in it.
 */
export interface CheckoutsOfPage {
  readonly begun: readonly BegunCheckout[];
  readonly paid: readonly BegunCheckout[];
}

/**
 * Finds the checkouts in a page (batch of events) of the log. A checkout that begins and is paid in
 * the same page is in neither list, so most checkouts are never written into the table
 * `gateway.checkouts`.
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
