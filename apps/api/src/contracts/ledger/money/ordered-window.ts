import { setImmediate as nextTurn } from 'node:timers/promises';

interface Place<Answer> {
  answer: Answer | undefined;
  isAnswered: boolean;
  readonly weight: number;
}

export interface WindowLimits {
  readonly placesMax: number;
  readonly weightMax: number;
}

const nobody = (): void => undefined;

/**
 * Runs work concurrently but returns the answers in the order in which the work began. The number
 * of places is limited. A place becomes free only when its answer is taken, so no more work begins
 * for a caller that takes no answers. Only one function may add work, and only one may take
 * answers.
 */
export class OrderedWindow<Answer> {
  #places: Place<Answer>[] = [];
  #weight = 0;
  #isClosed = false;
  #wakeAdder = nobody;
  #wakeTaker = nobody;

  constructor(private readonly limits: WindowLimits) {}

  /** Resolves when there is room for more work, or the window is closed. */
  async room(): Promise<void> {
    while (this.#isFull && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wakeAdder = resolve;
      });
    }
  }

  /** Takes a place for a promise, which must not reject. */
  add(underWay: Promise<Answer>, weight: number): void {
    const place: Place<Answer> = { answer: undefined, isAnswered: false, weight };
    this.#places.push(place);
    this.#weight += weight;
    void underWay.then((answer) => {
      place.answer = answer;
      place.isAnswered = true;
      if (place === this.#places[0]) this.#wakeTaker();
    });
  }

  /** Closes the window: no more work is added, but the work under way is still answered. */
  close(): void {
    this.#isClosed = true;
    this.#wakeAdder();
    this.#wakeTaker();
  }

  /**
   * Waits for the next answer and returns it, together with the answers after it that are ready
   * too. Returns an empty list once the window is closed and all answers have been taken.
   */
  async take(): Promise<readonly Answer[]> {
    while (!this.#isNextAnswered && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wakeTaker = resolve;
      });
      // Waits for one turn of the event loop, so that answers that become ready together are
      // returned together.
      await nextTurn();
    }
    const firstOpen = this.#places.findIndex(({ isAnswered }) => !isAnswered);
    const taken = this.#places.splice(0, firstOpen === -1 ? this.#places.length : firstOpen);
    for (const { weight } of taken) this.#weight -= weight;
    this.#wakeAdder();
    return taken.map(({ answer }) => answer as Answer);
  }

  get #isFull(): boolean {
    const { placesMax, weightMax } = this.limits;
    return this.#places.length >= placesMax || this.#weight >= weightMax;
  }

  get #isNextAnswered(): boolean {
    return this.#places[0]?.isAnswered ?? false;
  }

  get #isOver(): boolean {
    return this.#isClosed && this.#places.length === 0;
  }
}
