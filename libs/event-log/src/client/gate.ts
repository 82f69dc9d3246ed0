import { TooManyWaiting } from '../faults/too-many-waiting.js';

export interface GateLimits {
  /** Most tasks at work at once. */
  readonly atOnceMax: number;
  /** Most tasks waiting behind them. */
  readonly waitingMax: number;
  /** Longest wait in the queue, milliseconds. */
  readonly waitMsMax: number;
}

/** Lets a bounded number of tasks work at once and a bounded number wait, first come first served. */
export class Gate {
  readonly #waiting = new Set<() => void>();
  #atWork = 0;

  constructor(
    private readonly what: string,
    private readonly limits: GateLimits,
  ) {}

  /** True when nobody is at work and nobody waits. */
  get idle(): boolean {
    return this.#atWork === 0;
  }

  /** Runs the task when its turn comes. Throws `TooManyWaiting` if the queue is full or the wait too long. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#atWork < this.limits.atOnceMax) this.#atWork += 1;
    else await this.#turn();
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.size >= this.limits.waitingMax) throw new TooManyWaiting(this.what);
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(enter);
        reject(new TooManyWaiting(this.what));
      }, this.limits.waitMsMax);
      this.#waiting.add(enter);
    });
  }

  /** Hands the place to the next in the queue, so that nobody can slip in between. */
  #leave(): void {
    for (const enter of this.#waiting) {
      this.#waiting.delete(enter);
      enter();
      return;
    }
    this.#atWork -= 1;
  }
}
