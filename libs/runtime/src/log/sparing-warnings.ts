import type { Logger } from './create-logger.js';

/**
 * Warnings that one bad moment makes in thousands: so many a second are written, and the next one says how many were left
 * out. Writing them all would cost more than the requests they are about.
 */
export class ThrottledWarnings {
  #second = 0;
  #written = 0;
  #leftOut = 0;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly perSecondMax = 10,
    private readonly now: () => number = Date.now,
  ) {}

  warn(fields: object, message: string): void {
    const second = Math.floor(this.now() / 1_000);
    if (second !== this.#second) this.#written = 0;
    this.#second = second;
    if (this.#written >= this.perSecondMax) {
      this.#leftOut += 1;
      return;
    }
    this.#written += 1;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    this.logger.warn(leftOut === 0 ? fields : { ...fields, leftOut }, message);
  }
}
