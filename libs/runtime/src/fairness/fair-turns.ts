import { FairShares } from './fair-shares.js';

/** Who waits: holders take turns, and so do the subjects of one holder. */
export interface Turn {
  readonly holder: string;
  readonly subject: string;
}

/** As many wait as may, or the holder has its share of them. */
export class TooManyWaitingForTurn extends Error {
  override readonly name = 'TooManyWaitingForTurn';
}

type Start = () => void;

/** Queues by name; what was served last comes last. */
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

  /** Takes the one whose turn it is out; it comes last if `serve` says that it is to stay. */
  next(serve: (queue: Queue) => boolean): void {
    const [first] = this.#queues;
    if (first === undefined) return;
    const [name, queue] = first;
    this.#queues.delete(name);
    if (serve(queue)) this.#queues.set(name, queue);
  }
}

/**
 * Runs costly work a few at a time and lets the rest wait, a bounded number, by turns: a holder that asks for much waits for
 * itself, and the next one does not wait for all of that.
 */
export class FairTurns {
  readonly #waiting = new Rounds<Rounds<Start[]>>();
  readonly #places: FairShares;
  #running = 0;

  constructor(
    private readonly limits: { readonly runningMax: number; readonly waitingMax: number },
  ) {
    this.#places = new FairShares(limits.waitingMax);
  }

  /** @throws TooManyWaitingForTurn */
  async run<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    await this.#enter(turn);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter({ holder, subject }: Turn): Promise<void> {
    if (this.#running < this.limits.runningMax) {
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

  /** The place is handed on rather than given back, so that nobody overtakes those who wait. */
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
