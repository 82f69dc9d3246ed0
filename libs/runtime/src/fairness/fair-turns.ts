/**
 * The two names under which a task waits. Holders take turns, for example IP addresses. Within one
 * holder, its subjects take turns, for example the clients whose secrets that address sends.
 */
export interface Turn {
  readonly holder: string;
  readonly subject: string;
}

/**
 * Thrown if the largest number of tasks is waiting, or if the holder already has its share of the
 * waiting places.
 */
export class TooManyWaitingForTurn extends Error {
  override readonly name = 'TooManyWaitingForTurn';
}

type Start = () => void;

/** Named queues that are served in turn: a queue that was served goes to the end. */
class Rounds<Queue> {
  readonly #queues = new Map<string, Queue>();

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }

  of(name: string, make: () => Queue): Queue {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const made = make();
    this.#queues.set(name, made);
    return made;
  }

  /**
   * Serves the first queue. If `serve` returns true, the queue goes to the end; otherwise it is
   * removed.
   */
  next(serve: (queue: Queue) => boolean): void {
    const [first] = this.#queues;
    if (first === undefined) return;
    const [name, queue] = first;
    this.#queues.delete(name);
    if (serve(queue)) this.#queues.set(name, queue);
  }
}

/**
 * Runs a few costly tasks at a time while a bounded number of tasks waits. Each task belongs to a
 * holder, such as an IP address. Waiting holders take turns, so that a holder with many tasks
 * delays only its own tasks.
 */
export class FairTurns {
  readonly #limits: { readonly runningMax: number; readonly waitingMax: number };
  readonly #waiting = new Rounds<Rounds<Start[]>>();
  readonly #places: FairShares;
  #running = 0;

  constructor(limits: { readonly runningMax: number; readonly waitingMax: number }) {
    this.#limits = limits;

    this.#places = new FairShares(limits.waitingMax);
  }

  /** Runs `work` when its turn comes. Throws `TooManyWaitingForTurn`. */
  async run<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    await this.#enter(turn);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter({ holder, subject }: Turn): Promise<void> {
    if (this.#running < this.#limits.runningMax) {
      this.#running += 1;
      return;
    }
    if (!this.#places.tryEnter(holder)) throw new TooManyWaitingForTurn();
    await new Promise<void>((resolve) => {
      const subjects = this.#waiting.of(holder, () => new Rounds<Start[]>());
      subjects.of(subject, () => []).push(resolve);
    });
    this.#places.leave(holder);
  }

  /** Gives the free place to the next waiting task, so that no new task overtakes it. */
  #leave(): void {
    let start: Start | undefined;
    this.#waiting.next((subjects) => {
      subjects.next((queue) => {
        start = queue.shift();
        return queue.length > 0;
      });
      return !subjects.isEmpty;
    });
    if (start === undefined) this.#running -= 1;
    else start();
  }
}

/**
 * A holder may take a further place while the number of its places is below `greed` times the
 * number of free places.
 */
const greed = 4;

/** True if a holder of `held` places may take a further one while `free` places are free. */
export const isFairShare = (held: number, free: number): boolean => held < greed * free;

/**
 * Shares a bounded number of places among holders, such as stores, so that no holder can take all
 * of them (docs/decisions/0035). The fewer places are free, the fewer a holder may have. A single
 * holder can take 4/5 of the places; two that take places in turn get 4/9 each. A holder without a
 * place gets one if any is free. No place is taken back, and no holder waits.
 */
export class FairShares {
  readonly #places: () => number;
  readonly #held = new Map<string, number>();
  #taken = 0;

  /**
   * `places` is a function if the number of places changes. The number may fall below the number of
   * places that are taken.
   */
  constructor(places: number | (() => number)) {
    this.#places = typeof places === 'number' ? () => places : places;
  }

  /** The number of places taken by all holders together. */
  get taken(): number {
    return this.#taken;
  }

  hasRoom(holder: string): boolean {
    return isFairShare(this.#held.get(holder) ?? 0, this.#places() - this.#taken);
  }

  /**
   * Takes a place. Returns false if the holder already has its share. After a result of true,
   * `leave` has to be called once.
   */
  tryEnter(holder: string): boolean {
    if (!this.hasRoom(holder)) return false;
    this.#held.set(holder, (this.#held.get(holder) ?? 0) + 1);
    this.#taken += 1;
    return true;
  }

  leave(holder: string): void {
    const left = (this.#held.get(holder) ?? 0) - 1;
    if (left < 0) throw new RangeError('Nobody can leave a place that was not taken.');
    if (left === 0) this.#held.delete(holder);
    else this.#held.set(holder, left);
    this.#taken -= 1;
  }
}
