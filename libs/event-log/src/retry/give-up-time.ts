/** When to stop trying. */
export class Deadline {
  readonly #at: number;

  constructor(afterMs: number) {
    this.#at = performance.now() + afterMs;
  }

  get passed(): boolean {
    return performance.now() >= this.#at;
  }
}
