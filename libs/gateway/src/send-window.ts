import { Doubtful } from './read-answer.js';

/**
 * The longest time between reading an order and sending a request for it, in milliseconds. The
 * gateway remembers an idempotency key for 24 hours. Within this much shorter time, it recognises
 * each repeat of a request that was sent after the order was read.
 */
export const sendWithinMs = 10 * 60_000;

/** The clocks of a process, in milliseconds. */
export interface Clocks {
  /** A clock that does not advance while the machine is suspended. */
  readonly elapsed: () => number;
  /** A clock that may be set back. */
  readonly wall: () => number;
}

const systemClocks: Clocks = { elapsed: () => performance.now(), wall: () => Date.now() };

/**
 * The event store's clock may be at most this number of milliseconds ahead of this machine's clock.
 * With a larger difference, the times of the events are not used.
 */
const skewMsMax = 5_000;
/**
 * The number of milliseconds after which an order that was read counts as old. An old order is read
 * again before a call is made for it.
 */
const freshMsMax = 60_000;

/**
 * The time within which a request may be sent after the order was read. A process that was
 * suspended for a day must not send what it decided on the day before: the gateway may have
 * executed the same request meanwhile and forgotten its key. The window has to begin before the
 * order is read.
 */
export class SendWindow {
  readonly #clocks: Clocks;
  readonly #elapsed: number;
  readonly #wall: number;

  constructor(clocks: Clocks = systemClocks, wall = clocks.wall()) {
    this.#clocks = clocks;
    this.#elapsed = clocks.elapsed();
    this.#wall = wall;
  }

  /**
   * The window (the time within which a request may be sent) for an order whose newest event was
   * stored at `time`, in milliseconds since 1970 by the event store's clock. `undefined` if `time`
   * is more than a minute ago, or too far ahead of this machine's clock: the order then has to be
   * read.
   */
  static since(time: number, clocks: Clocks = systemClocks): SendWindow | undefined {
    const wall = clocks.wall();
    const ageMs = wall - time;
    if (ageMs < -skewMsMax || ageMs > freshMsMax) return undefined;
    return new SendWindow(clocks, Math.min(time, wall));
  }

  /**
   * Throws `Doubtful` if the time within which the request may be sent is over. Called right before
   * each request is sent.
   */
  assertOpen(): void {
    const ageMs = this.#ageMs;
    if (ageMs < sendWithinMs) return;
    const seconds = Math.round(ageMs / 1_000);
    throw new Doubtful('outdated', `Decided ${seconds} s ago, which is too long.`, true);
  }

  /** False if the order should be read again before a call is made for it. */
  get isFresh(): boolean {
    return this.#ageMs <= freshMsMax;
  }

  get #ageMs(): number {
    const { elapsed, wall } = this.#clocks;
    return Math.max(elapsed() - this.#elapsed, wall() - this.#wall);
  }
}
