import { TooManyWaitingForPosition } from './too-many-waiting-for-position.js';

interface Waiter {
  readonly position: bigint;
  readonly wake: () => void;
}

/** Those who wait until a position is reached: a bounded number, each for a bounded time. */
export class PositionWaiters {
  private readonly waiters = new Set<Waiter>();

  constructor(private readonly waitersMax: number) {}

  get size(): number {
    return this.waiters.size;
  }

  /** Fulfilled once `wakeUpTo` was told of `position`, or after `timeoutMs`, or by `wakeAll`. */
  async wait(position: bigint, timeoutMs: number): Promise<void> {
    if (this.waiters.size >= this.waitersMax) throw new TooManyWaitingForPosition(this.waitersMax);
    await new Promise<void>((resolve) => {
      const waiter = {
        position,
        wake: () => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve();
        },
      };
      const timer = setTimeout(waiter.wake, timeoutMs);
      this.waiters.add(waiter);
    });
  }

  wakeUpTo(reached: bigint): void {
    for (const waiter of this.waiters) if (waiter.position <= reached) waiter.wake();
  }

  wakeAll(): void {
    for (const waiter of this.waiters) waiter.wake();
  }
}
