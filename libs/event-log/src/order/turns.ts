import { setTimeout as delay } from 'node:timers/promises';

/**
 * For this time after a conflict, another process is assumed to go on writing to the order.
 * Milliseconds.
 */
const contendedMs = 1_000;
const ordersMax = 1_000;
/**
 * Longest time that a process waits so that another process can write next. A random time of up to
 * the same length is added. Milliseconds.
 */
const turnMsMax = 100;
/**
 * The largest random wait after another process has appended first, so that two processes that lost
 * do not collide again. Milliseconds.
 */
const jitterMs = 2;

/**
 * Lets processes that write to the same order take turns. The process that has just written knows
 * the newest state and would win the next races, too. So it waits for one to two times as long as
 * its own reading and appending took. Meanwhile, a process that has lost a race reads the new
 * events, and can write next. The more races a process has lost in a row, the shorter it waits.
 *
 * The length of the wait was measured. With shorter waits, one process wins many races in a row,
 * and the p99 of two replicas is 253 to 298 ms instead of 200 to 231 ms (docs/performance.md).
 */
export class Turns {
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #contendedAt = new Map<string, number>();

  constructor(now: () => number = () => performance.now(), random: () => number = Math.random) {
    this.#now = now;
    this.#random = random;
  }

  /**
   * True if, within the last second, an append to this order failed because another process had
   * appended first.
   */
  isContended(orderId: string): boolean {
    const at = this.#contendedAt.get(orderId);
    if (at === undefined) return false;
    if (this.#now() - at < contendedMs) return true;
    this.#contendedAt.delete(orderId);
    return false;
  }

  /**
   * Waits before the next attempt, after another process has appended first `times` times in a row.
   */
  async lost(orderId: string, times: number): Promise<void> {
    this.#contendedAt.delete(orderId);
    const [oldest] = this.#contendedAt.keys();
    if (this.#contendedAt.size >= ordersMax && oldest !== undefined)
      this.#contendedAt.delete(oldest);
    this.#contendedAt.set(orderId, this.#now());
    await delay((this.#random() * jitterMs) / times);
  }

  /**
   * If another process also appends to this order, waits so that it can take the next turn.
   * `tookMs` is how long reading and appending took in this process.
   */
  async leave(orderId: string, tookMs: number): Promise<void> {
    if (!this.isContended(orderId)) return;
    await delay(Math.min(tookMs, turnMsMax) * (1 + this.#random()));
  }
}
