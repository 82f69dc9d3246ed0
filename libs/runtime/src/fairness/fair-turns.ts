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

/** While a holder has fewer than so many times the places that are free, it may take another. */
const greed = 4;

/**
 * A bounded number of places, shared out so that nobody takes the last ones: the more is taken, the less each holder may
 * have. One alone gets four fifths of the places, two get four ninths each, and a newcomer finds room beside any number of
 * greedy ones as long as one place is free. Nothing is taken back and nobody waits.
 */
export class FairShares {
  readonly #held = new Map<string, number>();
  #taken = 0;

  constructor(private readonly places: number) {}

  /** By all holders. */
  get taken(): number {
    return this.#taken;
  }

  hasRoom(holder: string): boolean {
    return (this.#held.get(holder) ?? 0) < greed * (this.places - this.#taken);
  }

  /** False if the holder has its share; otherwise `leave` must be called once. */
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
