import { setTimeout as delay } from 'node:timers/promises';

/** Time after a conflict during which another process is assumed to still write to the order. */
const contendedMs = 1_000;
const ordersMax = 1_000;
/** Longest wait for another process's turn. */
const turnMsMax = 100;
/** Random wait of a process that lost a race, so that two losers do not meet again. */
const jitterMs = 2;

/**
 * Lets processes that write to one order take turns. The process that has just written knows the
 * newest state and would win the next races too, so it waits once to twice as long as its own
 * reading and appending took. A process that has lost reads the new events meanwhile and then comes
 * first. The more often a process has lost, the shorter it waits. The factor is measured: shorter
 * waits let one process win many races in a row (p99 of two replicas 253 to 298 ms instead of 200
 * to 231, docs/performance.md).
 */
export class Turns {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #contendedAt = new Map<string, number>();

  constructor(now: () => number = () => performance.now(), random: () => number = Math.random) {
    this.#now = now;
    this.#random = random;
  }

  /** True if another process was quicker within the last second. */
  isContended(orderId: string): boolean {
    const at = this.#contendedAt.get(orderId);
    if (at === undefined) return false;
    if (this.#now() - at < contendedMs) return true;
    this.#contendedAt.delete(orderId);
    return false;
  }

  /** Waits before the next attempt, after another process was quicker for the `times`th time. */
  async lost(orderId: string, times: number): Promise<void> {
    this.#contendedAt.delete(orderId);
    const [oldest] = this.#contendedAt.keys();
    if (this.#contendedAt.size >= ordersMax && oldest !== undefined)
      this.#contendedAt.delete(oldest);
    this.#contendedAt.set(orderId, this.#now());
    await delay((this.#random() * jitterMs) / times);
  }

  /** Leaves the next turn to another process, after a reading and appending that took `tookMs`. */
  async leave(orderId: string, tookMs: number): Promise<void> {
    if (!this.isContended(orderId)) return;
    await delay(Math.min(tookMs, turnMsMax) * (1 + this.#random()));
  }
}
