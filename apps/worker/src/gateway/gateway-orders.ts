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
   * Orders at the gateway at once, of all stores: enough for 200 captures a second that take a
   * second each. A secret key may have 256 requests at Stripe at once, some of them of the API.
   */
  ordersMax: 200,
  /** Orders in memory that wait for a place at the gateway; further orders wait in the table. */
  queueMax: 2_000,
  /** Pause between two searches of the table for orders that are due. */
  pollMs: 200,
  /** Orders read in one search. While less than half of them fit into memory, searches are rare. */
  batchMax: 500,
  /** Longest pause between two searches while there is room in memory for an order. */
  searchMsMax: 1_000,
  /** Pause between two deletions of finished orders from the table. */
  finishMs: 50,
  /** Pause before the next attempt while the breaker is open. */
  breakerMs: 250,
  /** Longest wait for requests at the gateway when the worker stops. */
  stopMsMax: 9_000,
  /** Interval at which the state of the breaker is written for the API. */
  seenMs: 2_000,
};

/** An order in memory is due in the table after this time, in case this process dies. */
const leaseSeconds = 60;

/** The pauses after a doubt that the gateway or the network can end. */
const quick = { firstMs: 250, msMax: 60_000 };
/** The pauses after a doubt that only a person or a bank can end. */
const slow = { firstMs: 30_000, msMax: 600_000 };
const slowReasons = new Set<Doubt['reason']>(['contradiction', 'pending', 'unknown-intent']);

/**
 * The orders that this worker works on: many at once, of each store its fair share. An order that
 * is in memory for longer than a moment is written to the table too. Until then the checkpoint
 * stays before its event, so that a crash of this process loses nothing.
 */
@Injectable()
export class GatewayOrders {
  readonly #queue = new OrderQueue(limits.queueMax);
  readonly #working = new Map<string, OrderInHand>();
  /** Orders whose next event came while they were worked on. */
  readonly #again = new Map<string, OrderInHand>();
  readonly #attempts = new Map<string, Pick<DueOrder, 'attempts' | 'reason'>>();
  /** Orders in hand that are in the table too, with the position that their row has. */
  readonly #noted = new Map<string, bigint>();
  readonly #finished: NotedOrder[] = [];
  /** Settles when the last write of orders in hand to the table has ended. */
  #noting: Promise<void> = Promise.resolve();
  readonly #atOnce = new OrdersAtOnce(limits.ordersMax);
  /** The places at the gateway, held by stores. */
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
   * Takes an order in hand. Returns false if its store has its share of the queue: the order then
   * has to wait in the table. `window` is the send window of the order's event, given if the log
   * was followed up to there.
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

  /** Writes the orders in hand into the table that are not there yet. */
  async noteAll(): Promise<void> {
    // Calls run one after the other. A call skips an order that an earlier call writes, and must
    // not return before that order is in the table.
    const noting = this.#noting.then(async () => this.#noteInHand());
    this.#noting = noting.catch(() => undefined);
    return noting;
  }

  async #noteInHand(): Promise<void> {
    const inHand = [...this.#queue.orders, ...this.#working.values(), ...this.#again.values()];
    const unnoted = inHand.filter(
      ({ orderId, position }) => position > (this.#noted.get(orderId) ?? -1n),
    );
    // Set before the write, because an order that is finished during the write has to be deleted
    // from the table.
    for (const { orderId, position } of unnoted) this.#noted.set(orderId, position);
    try {
      await this.backlog.note(unnoted, leaseSeconds);
    } catch (error) {
      for (const { orderId } of unnoted) this.#noted.delete(orderId);
      throw error;
    }
  }

  /**
   * Runs until the signal is aborted, then waits for the requests that are at the gateway.
   * `consuming` settles when the checkpoint moves no more. Until then unfinished orders stay in
   * hand, because the checkpoint could still move past their events.
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

  /** Writes the waiting orders into the table, and then the state of the breaker for the API. */
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
        // The log may have filled the queue during the search. The row stays, for a later search.
        if (!this.#queue.hasRoom(due.storeId)) continue;
        this.#attempts.set(due.orderId, due);
        this.#noted.set(due.orderId, due.position);
        this.offer(due);
      }
    }
    this.#startNext();
  }

  /**
   * The log of a few busy stores can keep the memory almost full. Orders of other stores in the
   * table get the places that are left.
   */
  get #isSearchLate(): boolean {
    return performance.now() - this.#searchedAt > limits.searchMsMax;
  }

  /** While the gateway does not answer, one order finds out whether it is back. */
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

  /** Never throws: an order whose work fails is tried again later. */
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
        'an order could not be worked on at the gateway',
      );
      await this.#askAgain(order, { reason: 'connection', message });
    } finally {
      this.#working.delete(orderId);
      this.#places.leave(storeId);
      this.#requeue(orderId);
      // An order that is not in hand any more has to be found by the search of the table.
      if (!this.#queue.has(orderId)) this.#noted.delete(orderId);
      this.#startNext();
    }
  }

  #finish(order: NotedOrder, signal: AbortSignal): void {
    const { orderId, position } = order;
    this.#attempts.delete(orderId);
    // Work that was interrupted may be unfinished.
    if (signal.aborted) this.#keep(order);
    else if ((this.#noted.get(orderId) ?? Infinity) <= position) {
      this.#noted.delete(orderId);
      this.#finished.push(order);
    }
  }

  /** Returns the order to the queue when the work on it ends. */
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

  /** Number of attempts in a row, up to the last one, that ended with this reason. */
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
      // The orders are read from the backlog again, and there will be nothing left to do for them.
      this.#warnings.warn({ err: error }, 'finished orders could not be taken off the backlog');
    }
  }
}
