import { Doubtful } from './read-answer.js';

/**
 * The gateway remembers a key for 24 hours. A request that is sent within this time after the order
 * and the intent were read cannot meet a key that was used since then and is forgotten already.
 */
export const sendWithinMs = 10 * 60_000;

/** The clocks of a process, milliseconds. */
export interface Clocks {
  /** It stands still while the machine is suspended. */
  readonly elapsed: () => number;
  /** It may be set back. */
  readonly wall: () => number;
}

const systemClocks: Clocks = { elapsed: () => performance.now(), wall: () => Date.now() };

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

  constructor(clocks: Clocks = systemClocks) {
    this.#clocks = clocks;
    this.#elapsed = clocks.elapsed();
    this.#wall = clocks.wall();
  }

  /** Throws `Doubtful` if the window is over. Called right before each sending. */
  assertOpen(): void {
    const { elapsed, wall } = this.#clocks;
    const ageMs = Math.max(elapsed() - this.#elapsed, wall() - this.#wall);
    if (ageMs < sendWithinMs) return;
    const seconds = Math.round(ageMs / 1_000);
    throw new Doubtful('outdated', `Decided ${seconds} s ago, which is too long.`, true);
  }
}
