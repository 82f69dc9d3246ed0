import { TooManyWaitingForPosition } from './too-many-waiting-for-position.js';

interface Waiter {
  readonly position: bigint;
  readonly wake: () => void;
  readonly fail: (fault: Error) => void;
}

/** Those who wait until a position is reached: a bounded number, each for a bounded time. */
export class PositionWaiters {
  private readonly waiters = new Set<Waiter>();

  constructor(private readonly waitersMax: number) {}

  get size(): number {
    return this.waiters.size;
  }

  /**
   * Fulfilled once `wakeUpTo` was told of `position`, or after `timeoutMs`.
   *
   * @throws TooManyWaitingForPosition at once; the fault of `failAll` later
   */
  async wait(position: bigint, timeoutMs: number): Promise<void> {
    if (this.waiters.size >= this.waitersMax) throw new TooManyWaitingForPosition(this.waitersMax);
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
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
      this.waiters.add(waiter);
    });
  }

  wakeUpTo(reached: bigint): void {
    for (const waiter of this.waiters) if (waiter.position <= reached) waiter.wake();
  }

  failAll(fault: Error): void {
    for (const waiter of this.waiters) waiter.fail(fault);
  }
}
