import { Inject, Injectable } from '@nestjs/common';
import { Gateway, GatewayBacklog } from '#gateway';
import type { Doubt, DueOrder, NotedOrder, SendWindow } from '#gateway';
import { backOffMs, Deadline, FairShares, type Logger, pause, ThrottledWarnings } from '#runtime';
import { loggerToken } from '../connections/connections.module.js';
import { repeatedly } from '../worker-task.js';
import { GatewayWorkMetrics } from './gateway-work-metrics.js';
import { GatewayWorker } from './gateway-work.js';
import { type OrderInHand, OrderQueue } from './order-queue.js';
import { OrdersAtOnce } from './orders-at-once.js';

const limits = {
  /**
   * The most orders, of all stores together, that have a request at the gateway at the same time.
   * If each capture takes a second, 200 captures a second are possible. Stripe allows 256
   * concurrent requests per secret key, and the API needs some of them.
   */
  ordersMax: 200,
  /**
   * The most orders that wait in memory for a request to the gateway. Further orders wait in the
   * table of the database.
   */
  queueMax: 2_000,
  /**
   * Interval at which the worker checks whether to search the table `gateway.orders` for orders
   * whose next attempt is due.
   */
  pollMs: 200,
  /**
   * The most orders read from the table `gateway.orders` in one search. If memory has room for less
   * than half of this number, the next search waits until `searchMsMax` has passed.
   */
  batchMax: 500,
  /** The longest pause between two searches while memory has room for at least one order. */
  searchMsMax: 1_000,
  /**
   * Pause between two deletions from the table `gateway.orders`. Orders that need no more calls to
   * the gateway are deleted.
   */
  finishMs: 50,
  /** Pause before the next attempt while the circuit breaker blocks requests to the gateway. */
  breakerMs: 250,
  /** Longest wait for requests at the gateway when the worker stops. */
  stopMsMax: 9_000,
  /** Interval at which the state of the circuit breaker is written to the database for the API. */
  seenMs: 2_000,
};

/**
 * After this time an order that a worker has in memory becomes due in the table `gateway.orders`,
 * so that the order is not lost if the worker's process dies.
 */
const leaseSeconds = 60;

/**
 * The pauses between attempts for an order whose outcome the gateway or the network can still clear
 * up without help.
 */
const quick = { firstMs: 250, msMax: 60_000 };
/**
 * The longer pauses between attempts for an order whose outcome only a person or a bank can clear
 * up.
 */
const slow = { firstMs: 30_000, msMax: 600_000 };
const slowReasons = new Set<Doubt['reason']>(['contradiction', 'pending', 'unknown-intent']);

/**
 * The orders for which this worker sends requests to the gateway: many at the same time, with a
 * fair share for each store. A new order is first only in memory. The order is written into the
 * table `gateway.orders` before the checkpoint moves past its event, so that a crash loses no
 * order.
 */
@Injectable()
export class GatewayOrders {
  readonly #queue = new OrderQueue(limits.queueMax);
  readonly #working = new Map<string, OrderInHand>();
  /**
   * Orders to be queued again when their current calls to the gateway have ended, for example
   * because a new event of the order arrived in the meantime.
   */
  readonly #again = new Map<string, OrderInHand>();
  readonly #attempts = new Map<string, Pick<DueOrder, 'attempts' | 'reason'>>();
  /**
   * The orders in memory that are in the table `gateway.orders` as well. The value is the event
   * position that the order's row has.
   */
  readonly #noted = new Map<string, bigint>();
  readonly #finished: NotedOrder[] = [];
  /** Settles when the last write of orders from memory to the table `gateway.orders` has ended. */
  #noting: Promise<void> = Promise.resolve();
  readonly #atOnce = new OrdersAtOnce(limits.ordersMax);
  /**
   * Divides the orders that may have calls to the gateway at the same time among the stores, so
   * that a busy store leaves room for others.
   */
  readonly #places = new FairShares(() => this.#ordersMax);
  readonly #warnings: ThrottledWarnings;
  #heldUntil = 0;
  #searchedAt = -Infinity;
  #signal: AbortSignal | undefined;

  constructor(
    private readonly gateway: Gateway,
    private readonly worker: GatewayWorker,
    private readonly backlog: GatewayBacklog,
    private readonly metrics: GatewayWorkMetrics,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {
    this.#warnings = new ThrottledWarnings(logger);
  }

  /**
   * Takes an order into memory, so that its calls to the gateway are made. Returns false if the
   * order's store has used up its share of the queue. The order then has to wait in the table
   * `gateway.orders`. `window` is the time within which a request may be sent without reading the
   * order first.
   */
  offer({ orderId, storeId, position }: NotedOrder, window?: SendWindow): boolean {
    const followed = window && { position, window };
    const order = { orderId, storeId, position, ...(followed && { followed }) };
    if (this.#working.has(orderId)) this.#again.set(orderId, order);
    else if (!this.#queue.has(orderId) && !this.#queue.hasRoom(storeId)) return false;
    else this.#queue.add(order);
    this.#startNext();
    return true;
  }

  /** Writes the orders that are only in memory into the table `gateway.orders` as well. */
  async noteAll(): Promise<void> {
    // Calls run one after the other, because a call skips the orders that an earlier call is still
    // writing. The later call must not return before those orders are in the table
    // `gateway.orders`.
    const noting = this.#noting.then(async () => this.#noteInHand());
    this.#noting = noting.catch(() => undefined);
    return noting;
  }

  async #noteInHand(): Promise<void> {
    const inHand = [...this.#queue.orders, ...this.#working.values(), ...this.#again.values()];
    const unnoted = inHand.filter(
      ({ orderId, position }) => position > (this.#noted.get(orderId) ?? -1n),
    );
    // `#noted` is set before the write. If an order is finished during the write, `#noted` then
    // shows that the order has to be deleted from the table `gateway.orders`.
    for (const { orderId, position } of unnoted) this.#noted.set(orderId, position);
    try {
      await this.backlog.note(unnoted, leaseSeconds);
    } catch (error) {
      for (const { orderId } of unnoted) this.#noted.delete(orderId);
      throw error;
    }
  }

  /**
   * Runs until the signal is aborted, then waits for the requests that the gateway has not answered
   * yet. `consuming` settles when the log consumer no longer moves the checkpoint. Unfinished
   * orders stay in memory until then, because the consumer writes them into the table
   * `gateway.orders` before it moves the checkpoint past their events.
   */
  async run(signal: AbortSignal, consuming: Promise<void>): Promise<void> {
    await this.backlog.resume();
    this.#signal = signal;
    const onFailure = (error: unknown): void => {
      this.#warnings.warn({ err: error }, 'the orders that wait for the gateway cannot be read');
    };
    const every = (everyMs: number, work: () => Promise<void>): Promise<void> =>
      repeatedly({ everyMs, signal, onFailure }, work);
    try {
      await Promise.all([
        every(limits.pollMs, async () => this.#poll()),
        every(limits.finishMs, async () => this.#takeOff()),
        every(limits.seenMs, async () => this.#see()),
      ]);
    } finally {
      const deadline = new Deadline(limits.stopMsMax);
      await consuming.catch(() => undefined);
      while (this.#working.size > 0 && !deadline.passed) await pause(20);
      this.#signal = undefined;
      this.#queue.clear();
      this.#again.clear();
      this.#attempts.clear();
      this.#noted.clear();
      await this.#takeOff().catch(onFailure);
    }
  }

  /**
   * Writes the orders in memory into the table `gateway.orders`, and then the state of the circuit
   * breaker for the API.
   */
  async #see(): Promise<void> {
    await this.noteAll();
    await this.backlog.see(this.gateway.breaker);
  }

  async #poll(): Promise<void> {
    const room = Math.min(limits.batchMax, limits.queueMax - this.#queue.size);
    if (room > limits.batchMax / 2 || (room > 0 && this.#isSearchLate)) {
      this.#searchedAt = performance.now();
      const orders = [...this.#noted.keys(), ...this.#finished.map(({ orderId }) => orderId)];
      const others = { orders, stores: this.#queue.crowdedStores };
      for (const due of await this.backlog.due(room, others)) {
        if (this.#queue.has(due.orderId) || this.#working.has(due.orderId)) continue;
        // Events of the log may have filled the queue during the search. Then the order stays in
        // the table `gateway.orders`, for a later search.
        if (!this.#queue.hasRoom(due.storeId)) continue;
        this.#attempts.set(due.orderId, due);
        this.#noted.set(due.orderId, due.position);
        this.offer(due);
      }
    }
    this.#startNext();
  }

  /**
   * True if the last search was more than `searchMsMax` ago. A few busy stores can keep the queue
   * almost full. A search must then be made anyway, so that the orders of other stores get the last
   * free places.
   */
  get #isSearchLate(): boolean {
    return performance.now() - this.#searchedAt > limits.searchMsMax;
  }

  /**
   * While the gateway does not answer, only one order is tried at a time, to find out whether the
   * gateway works again.
   */
  get #ordersMax(): number {
    return this.gateway.breaker === 'closed' ? this.#atOnce.max : 1;
  }

  #startNext(): void {
    const signal = this.#signal;
    if (signal === undefined || signal.aborted || performance.now() < this.#heldUntil) return;
    while (this.#places.taken < this.#ordersMax) {
      const order = this.#queue.takeNext((storeId) => this.#places.tryEnter(storeId));
      if (order === undefined) return;
      this.#working.set(order.orderId, order);
      void this.#work(order, signal);
    }
  }

  /**
   * Makes the calls to the gateway that one order needs. Never throws: after a failure, the order
   * is tried again later.
   */
  async #work(order: OrderInHand, signal: AbortSignal): Promise<void> {
    const { orderId, storeId, followed } = order;
    try {
      const attempts = this.#attemptsFor(orderId, 'unknown-intent');
      const worked = await this.worker.work({ orderId, attempts, followed }, signal);
      if (worked === 'finished') this.#finish(order, signal);
      else await this.#askAgain(order, worked);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#warnings.warn(
        { err: error, orderId },
        'the work of an order at the gateway failed; trying again later',
      );
      await this.#askAgain(order, { reason: 'connection', message });
    } finally {
      this.#working.delete(orderId);
      this.#places.leave(storeId);
      this.#requeue(orderId);
      // Searches of the table `gateway.orders` skip the orders in `#noted`. An order that has left
      // memory is removed from `#noted`, so that the next search finds it.
      if (!this.#queue.has(orderId)) this.#noted.delete(orderId);
      this.#startNext();
    }
  }

  #finish(order: NotedOrder, signal: AbortSignal): void {
    const { orderId, position } = order;
    this.#attempts.delete(orderId);
    // The abort may have interrupted the calls to the gateway, so the order does not count as
    // finished.
    if (signal.aborted) this.#keep(order);
    else if ((this.#noted.get(orderId) ?? Infinity) <= position) {
      this.#noted.delete(orderId);
      this.#finished.push(order);
    }
  }

  /**
   * Makes sure that the order returns to the queue when its current calls to the gateway have
   * ended.
   */
  #keep({ orderId, storeId, position }: NotedOrder): void {
    const known = this.#again.get(orderId);
    this.#again.set(orderId, known ?? { orderId, storeId, position });
  }

  #requeue(orderId: string): void {
    const order = this.#again.get(orderId);
    if (order === undefined) return;
    this.#again.delete(orderId);
    this.#queue.add(order);
  }

  /**
   * Number of consecutive attempts for this order that ended in doubt for this reason; 0 if the
   * latest attempt ended for another reason.
   */
  #attemptsFor(orderId: string, reason: Doubt['reason']): number {
    const before = this.#attempts.get(orderId);
    return before?.reason === reason ? before.attempts : 0;
  }

  async #askAgain(order: NotedOrder, doubt: Doubt): Promise<void> {
    const { orderId } = order;
    this.metrics.doubted(doubt.reason);
    if (doubt.reason === 'rate-limited') this.#atOnce.refused();
    if (doubt.reason === 'breaker-open') {
      this.#heldUntil = performance.now() + limits.breakerMs;
      this.#keep(order);
      return;
    }
    const isSlow = slowReasons.has(doubt.reason);
    const attempts = this.#attemptsFor(orderId, doubt.reason);
    const afterMs = backOffMs(isSlow ? slow : quick, attempts);
    const known = { orderId, ...doubt, attempts: attempts + 1 };
    if (isSlow && doubt.reason !== 'pending') {
      this.logger.error(known, 'the gateway contradicts the ledger; somebody has to look at it');
    } else this.logger.debug(known, 'an outcome at the gateway is not known yet');
    this.#attempts.delete(orderId);
    try {
      await this.backlog.postpone(order, doubt, Math.round(afterMs));
    } catch {
      await pause(limits.breakerMs);
      this.#keep(order);
    }
  }

  async #takeOff(): Promise<void> {
    await this.#noting;
    const finished = this.#finished.splice(0);
    try {
      await this.backlog.finish(finished);
    } catch (error) {
      // Orders that need no more calls but stay in the table `gateway.orders` are read from it
      // again later. Nothing is then found to do for them.
      this.#warnings.warn({ err: error }, 'finished orders could not be removed from the backlog');
    }
  }
}
