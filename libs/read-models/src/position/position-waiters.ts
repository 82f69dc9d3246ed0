interface Waiter {
  readonly position: bigint;
  readonly wake: () => void;
  readonly fail: (fault: Error) => void;
}

/**
 * The reads that wait until the read model has reached a position. The number of waits, and the
 * duration of each, are limited.
 */
export class PositionWaiters {
  readonly #waiters = new Set<Waiter>();

  constructor(private readonly waitersMax: number) {}

  get size(): number {
    return this.#waiters.size;
  }

  /**
   * Resolves when `wakeUpTo` is called with `position` or a later one, or after `timeoutMs`.
   *
   * @throws TooManyWaitingForPosition without waiting; or the error that `failAll` was called with
   */
  async wait(position: bigint, timeoutMs: number): Promise<void> {
    if (this.#waiters.size >= this.waitersMax) throw new TooManyWaitingForPosition(this.waitersMax);
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        position,
        wake: () => {
          leave();
          resolve();
        },
        fail: (fault) => {
          leave();
          reject(fault);
        },
      };
      const timer = setTimeout(waiter.wake, timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  wakeUpTo(reached: bigint): void {
    for (const waiter of this.#waiters) if (waiter.position <= reached) waiter.wake();
  }

  failAll(fault: Error): void {
    for (const waiter of this.#waiters) waiter.fail(fault);
  }
}

/**
 * Thrown if the process stops, and so no longer follows the position of the read model. Nothing was
 * read, and the caller can safely repeat the request.
 */
export class PositionWatchStopped extends Error {
  override readonly name = 'PositionWatchStopped';
  readonly retryAfterSeconds = 1;

  constructor() {
    super('The process stops; it waits for the read model no longer');
  }
}

/**
 * Thrown if too many reads wait for the projection already. Nothing was read, and the caller can
 * safely repeat the request.
 */
export class TooManyWaitingForPosition extends Error {
  override readonly name = 'TooManyWaitingForPosition';
  readonly retryAfterSeconds = 1;

  constructor(limit: number) {
    super(`${limit} reads already wait for the read model`);
  }
}
