import { setTimeout as delay } from 'node:timers/promises';

/** So long after a conflict another process is taken to be still at work on the order. */
const contendedMs = 1_000;
const ordersMax = 1_000;
/** Longest wait for another process's turn. */
const turnMsMax = 100;
/** Of a process that lost a race, so that two losers do not meet again. */
const jitterMs = 2;

/**
 * Lets processes that write to one order take turns. The one that has just written knows the newest state and would win the
 * next race too, and the one after: so it waits once to twice as long as its own reading and appending took. Another one, which
 * has lost and reads what is new meanwhile, then comes first. A process waits the less, the more often it has lost.
 * The factor is measured: shorter waits let one process win many races in a row (p99 of two replicas 253 to 298 ms
 * instead of 200 to 231, docs/performance.md).
 */
export class Turns {
  readonly #contendedAt = new Map<string, number>();

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {}

  /** Whether another process was quicker a moment ago. */
  isContended(orderId: string): boolean {
    const at = this.#contendedAt.get(orderId);
    if (at === undefined) return false;
    if (this.now() - at < contendedMs) return true;
    this.#contendedAt.delete(orderId);
    return false;
  }

  /** Another process was quicker, for the `times`th time: waits before the next attempt. */
  async lost(orderId: string, times: number): Promise<void> {
    this.#contendedAt.delete(orderId);
    const [oldest] = this.#contendedAt.keys();
    if (this.#contendedAt.size >= ordersMax && oldest !== undefined)
      this.#contendedAt.delete(oldest);
    this.#contendedAt.set(orderId, this.now());
    await delay((this.random() * jitterMs) / times);
  }

  /** After an append that took `tookMs` with its reading: leaves the next one to another process. */
  async leave(orderId: string, tookMs: number): Promise<void> {
    if (!this.isContended(orderId)) return;
    await delay(Math.min(tookMs, turnMsMax) * (1 + this.random()));
  }
}
