/** More secrets are being checked than the process is willing to queue; repeating is safe. */
export class TooManyAuthentications extends Error {
  readonly retryAfterSeconds = 1;

  constructor() {
    super('Too many clients are asking for a token at once.');
    this.name = 'TooManyAuthentications';
  }
}

/**
 * Lets few hashes run at once: each takes 16 MiB and a thread of the pool that file and DNS calls share, and a flood of
 * token requests must not starve captures of either.
 */
export class ScryptGate {
  readonly #runningMax: number;
  readonly #waitingMax: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: { readonly runningMax: number; readonly waitingMax: number }) {
    this.#runningMax = limits.runningMax;
    this.#waitingMax = limits.waitingMax;
  }

  /** @throws TooManyAuthentications when as many wait as may. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < this.#runningMax) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.#waitingMax) throw new TooManyAuthentications();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The place is handed on rather than given back, so that nobody overtakes those who wait. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
