import { Inject, Injectable } from '@nestjs/common';
import { Gateway, GatewayBacklog } from '#gateway';
import type { Doubt, DueOrder, NotedOrder, SendWindow } from '#gateway';
import { backOffMs, Deadline, pause, ThrottledWarnings, type Logger } from '#runtime';
import { loggerToken } from '../connections/connections.module.js';
import { repeatedly } from '../repeatedly.js';
import { GatewayWorkMetrics } from './gateway-work-metrics.js';
import { type FollowedTo, GatewayWorker } from './gateway-work.js';
import { OrdersAtOnce } from './orders-at-once.js';

const limits = {
  /**
   * Orders at the gateway at once: at 200 captures a second, one may take a second there. Below the
   * requests at once that a secret key has at the gateway, some of which are the API's.
   */
  ordersMax: 200,
  /** Orders in memory that wait for their turn; further ones wait in the table. */
  queueMax: 2_000,
  pollMs: 200,
  /** Orders read from the table at once. */
  batchMax: 500,
  finishMs: 50,
  /** Time between two attempts while the breaker is open. */
  breakerMs: 250,
  /** Longest wait for requests at the gateway when the worker stops. */
  stopMsMax: 9_000,
  /** The interval at which the state of the breaker is written for the API. */
  seenMs: 2_000,
};

/** After this time the table brings up an order that memory has lost. */
const leaseSeconds = 60;

const quick = { firstMs: 250, msMax: 60_000 };
/** A person or a bank has to act. */
const slow = { firstMs: 30_000, msMax: 600_000 };
const slowReasons = new Set<Doubt['reason']>(['contradiction', 'pending', 'unknown-intent']);

interface InHand {
  readonly position: bigint;
  readonly followed?: FollowedTo | undefined;
}

/**
 * The orders that this worker works on: many at once, each one by itself. An order that is in
 * memory for longer than a moment is written to the table too. Until then the checkpoint stays
 * before its event, so that a crash of this process loses nothing.
 */
@Injectable()
export class GatewayOrders {
  readonly #queue = new Map<string, InHand>();
  readonly #working = new Map<string, InHand>();
  /** Noted again while they were worked on. */
  readonly #again = new Map<string, InHand>();
  readonly #attempts = new Map<string, Pick<DueOrder, 'attempts' | 'reason'>>();
  /** The orders worked on that are in the table too, with the position that the table has. */
  readonly #noted = new Map<string, bigint>();
  readonly #finished: NotedOrder[] = [];
  /** Settles when the table has what is being written to it. */
  #noting: Promise<void> = Promise.resolve();
  readonly #atOnce = new OrdersAtOnce(limits.ordersMax);
  readonly #warnings: ThrottledWarnings;
  #heldUntil = 0;
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
   * Takes an order in hand; false if there is no room, and it has to wait in the table. `window` is
   * that of its event, if the log was followed to there.
   */
  offer({ orderId, position }: NotedOrder, window?: SendWindow): boolean {
    const inHand = { position, ...(window && { followed: { position, window } }) };
    if (this.#working.has(orderId)) this.#again.set(orderId, inHand);
    else if (this.#queue.size >= limits.queueMax) return false;
    else this.#queue.set(orderId, inHand);
    this.#startNext();
    return true;
  }

  /** Writes all orders in hand into the table, but for those that stand there. */
  async noteAll(): Promise<void> {
    // One after the other: none may rely on what another has not written yet.
    const noting = this.#noting.then(async () => this.#noteInHand());
    this.#noting = noting.catch(() => undefined);
    return noting;
  }

  async #noteInHand(): Promise<void> {
    const unnoted = [...this.#queue, ...this.#working, ...this.#again]
      .map(([orderId, { position }]): NotedOrder => ({ orderId, position }))
      .filter(({ orderId, position }) => position > (this.#noted.get(orderId) ?? -1n));
    // Before they are written, so that one that is finished meanwhile is taken off.
    for (const { orderId, position } of unnoted) this.#noted.set(orderId, position);
    try {
      await this.backlog.note(unnoted, leaseSeconds);
    } catch (error) {
      for (const { orderId } of unnoted) this.#noted.delete(orderId);
      throw error;
    }
  }

  /**
   * Runs until the signal is aborted. Requests that are at the gateway then are finished first.
   * `consuming` settles when the checkpoint moves no more: until then everything stays in hand that
   * is not done.
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

  /** The waiting orders are in the table before the state of the gateway is written there. */
  async #see(): Promise<void> {
    await this.noteAll();
    await this.backlog.see(this.gateway.breaker);
  }

  async #poll(): Promise<void> {
    const room = Math.min(limits.batchMax, limits.queueMax - this.#queue.size);
    if (room > limits.batchMax / 2) {
      const finished = this.#finished.map(({ orderId }) => orderId);
      for (const due of await this.backlog.due(room, [...this.#noted.keys(), ...finished])) {
        if (this.#isInHand(due.orderId)) continue;
        // The log may have filled the queue meanwhile. The row stays, for a later search.
        if (this.#queue.size >= limits.queueMax) break;
        this.#attempts.set(due.orderId, due);
        this.#noted.set(due.orderId, due.position);
        this.offer(due);
      }
    }
    this.#startNext();
  }

  #isInHand(orderId: string): boolean {
    return this.#queue.has(orderId) || this.#working.has(orderId);
  }

  /** While the gateway does not answer, one order tries whether it is back. */
  get #ordersMax(): number {
    return this.gateway.breaker === 'closed' ? this.#atOnce.max : 1;
  }

  #startNext(): void {
    const signal = this.#signal;
    if (signal === undefined || signal.aborted || performance.now() < this.#heldUntil) return;
    for (const [orderId, inHand] of this.#queue) {
      if (this.#working.size >= this.#ordersMax) return;
      this.#queue.delete(orderId);
      this.#working.set(orderId, inHand);
      void this.#work({ orderId, ...inHand }, signal);
    }
  }

  /** Never throws: an order that cannot be worked on comes up again. */
  async #work(order: NotedOrder & InHand, signal: AbortSignal): Promise<void> {
    const { orderId, followed } = order;
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
      this.#requeue(orderId);
      this.#startNext();
    }
  }

  #finish(order: NotedOrder, signal: AbortSignal): void {
    const { orderId, position } = order;
    this.#attempts.delete(orderId);
    // Work that was broken off may be unfinished.
    if (signal.aborted) this.#keep(order);
    else if ((this.#noted.get(orderId) ?? Infinity) <= position) {
      this.#noted.delete(orderId);
      this.#finished.push(order);
    }
  }

  /** The order stays in hand when the work on it ends. */
  #keep({ orderId, position }: NotedOrder): void {
    this.#again.set(orderId, this.#again.get(orderId) ?? { position });
  }

  #requeue(orderId: string): void {
    const inHand = this.#again.get(orderId);
    if (inHand === undefined) return;
    this.#again.delete(orderId);
    this.#queue.set(orderId, inHand);
  }

  /** Number of the last attempts in a row that ended for this reason. */
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
      if (!this.#again.has(orderId)) this.#noted.delete(orderId);
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
