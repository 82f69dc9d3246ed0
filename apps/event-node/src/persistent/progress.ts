/** One event on its way through a group. */
export interface Step {
  /** The last event considered before this one. */
  readonly before: number;
  isSettled: boolean;
}

/**
 * How far a group has come: the highest revision or position with nothing open below it, which is
 * what a restart may go on from.
 */
export class Progress {
  #reached: number;
  #steps: Step[] = [];
  #first = 0;
  #passed = 0;

  constructor(after: number) {
    this.#reached = after;
  }

  /** Nothing open is at or below it. */
  get mark(): number {
    return this.#steps[this.#first]?.before ?? this.#reached;
  }

  /** Events that are settled or were none of the group's. */
  get passed(): number {
    return this.#passed;
  }

  /** Events from the first open one to the last one read. */
  get length(): number {
    return this.#steps.length - this.#first;
  }

  begin(sequence: number): Step {
    const step = { before: this.#reached, isSettled: false };
    this.#steps.push(step);
    this.#reached = sequence;
    return step;
  }

  /** An event that the group does not deliver. */
  skip(sequence: number): void {
    this.#reached = sequence;
    this.#passed += 1;
  }

  settle(step: Step): void {
    if (step.isSettled) return;
    step.isSettled = true;
    this.#passed += 1;
    while (this.#steps[this.#first]?.isSettled === true) this.#first += 1;
    if (this.#first > this.#steps.length / 2) {
      this.#steps = this.#steps.slice(this.#first);
      this.#first = 0;
    }
  }
}
