/** Thrown if the queue of a semaphore is full, or if the task has waited in it for too long. */
export class SemaphoreFull extends Error {
  override readonly name = 'SemaphoreFull';
}

export interface SemaphoreLimits {
  /** Largest number of tasks that run at the same time. */
  readonly runningMax: number;
  /** Largest number of tasks that wait for a running one to end. */
  readonly waitingMax: number;
  /** Longest time in the queue, in milliseconds; without this value the time is not limited. */
  readonly waitMsMax?: number;
  /**
   * Makes the error for a task that finds the queue full, or that has waited too long; by default
   * `SemaphoreFull`.
   */
  readonly fullError?: () => Error;
}

/** Lets a bounded number of tasks run and a bounded number wait; first come, first served. */
export class Semaphore {
  readonly #limits: SemaphoreLimits;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(limits: SemaphoreLimits) {
    this.#limits = limits;
  }

  /** True while no task runs or waits. */
  get isIdle(): boolean {
    return this.#running === 0;
  }

  /**
   * Runs the task when its turn comes. Throws the error of `fullError` if the queue is full, or if
   * the task has waited too long.
   */
  async run<Value>(task: () => Promise<Value>): Promise<Value> {
    if (this.#running < this.#limits.runningMax) this.#running += 1;
    else await this.#turn();
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #turn(): Promise<void> {
    const { waitingMax, waitMsMax } = this.#limits;
    if (this.#waiting.size >= waitingMax) throw this.#fullError();
    return new Promise((resolve, reject) => {
      const leaveQueue = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(enter);
      };
      const enter = (): void => {
        leaveQueue();
        resolve();
      };
      const onTimeout = (): void => {
        leaveQueue();
        reject(this.#fullError());
      };
      const timer = waitMsMax === undefined ? undefined : setTimeout(onTimeout, waitMsMax);
      this.#waiting.add(enter);
    });
  }

  /** Gives the free place to the next task in the queue, so that no newer task overtakes it. */
  #leave(): void {
    const [enter] = this.#waiting;
    if (enter === undefined) this.#running -= 1;
    else enter();
  }

  #fullError(): Error {
    return this.#limits.fullError?.() ?? new SemaphoreFull('Too many tasks are waiting');
  }
}

/**
 * Calls `work` for each item, at most `runningMax` at the same time. The results are in the order
 * of the items. After a failure no further item is begun.
 */
export const mapConcurrently = async <Item, Value>(
  items: readonly Item[],
  runningMax: number,
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> => {
  const results: Value[] = [];
  let next = 0;
  const workOff = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(items[index] as Item);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(runningMax, items.length) }, workOff));
  return results;
};
