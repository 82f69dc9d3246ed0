import { Doubtful } from './read-answer.js';

/**
 * The gateway remembers a key for 24 hours. A request that is sent within this time after the order
 * and the intent were read cannot meet a key that was used since then and is forgotten already.
 */
export const sendWithinMs = 10 * 60_000;

/** The clocks of a process, milliseconds. */
export interface Clocks {
  /** A clock that stands still while the machine is suspended. */
  readonly elapsed: () => number;
  /** A clock that may be set back. */
  readonly wall: () => number;
}

const systemClocks: Clocks = { elapsed: () => performance.now(), wall: () => Date.now() };

/** Difference of the clocks of two machines up to which an age is believed. */
const skewMsMax = 5_000;
/** An age up to which what was known then is worth acting on. */
const freshMsMax = 60_000;

/**
 * The time within which a request may be sent that was decided on what was read before. A process
 * that was stopped for a day must not send what it had decided on the day before, because the
 * gateway may have executed it meanwhile and forgotten its key. The window begins before the
 * reading does.
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
   * The window of what was so at a time by the clock of the event store, in milliseconds since
   * 1970. `undefined` if that was more than a minute ago, or if that clock is ahead of ours: then
   * the order has to be read.
   */
  static since(time: number, clocks: Clocks = systemClocks): SendWindow | undefined {
    const wall = clocks.wall();
    const ageMs = wall - time;
    if (ageMs < -skewMsMax || ageMs > freshMsMax) return undefined;
    return new SendWindow(clocks, Math.min(time, wall));
  }

  /** Throws `Doubtful` if the window is over. Called right before each sending. */
  assertOpen(): void {
    const ageMs = this.#ageMs;
    if (ageMs < sendWithinMs) return;
    const seconds = Math.round(ageMs / 1_000);
    throw new Doubtful('outdated', `Decided ${seconds} s ago, which is too long.`, true);
  }

  /** False if what was decided on is better read again. */
  get isFresh(): boolean {
    return this.#ageMs <= freshMsMax;
  }

  get #ageMs(): number {
    const { elapsed, wall } = this.#clocks;
    return Math.max(elapsed() - this.#elapsed, wall() - this.#wall);
  }
}
