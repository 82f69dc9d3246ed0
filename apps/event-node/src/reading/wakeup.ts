/** Lets one loop wait for a signal that may come before, while or after it waits. */
export class Wakeup {
  #isSignalled = false;
  #resolve: (() => void) | undefined;

  readonly signal = (): void => {
    this.#isSignalled = true;
    this.#resolve?.();
  };

  /** Resolves at the first signal since the last wait. */
  async wait(): Promise<void> {
    if (!this.#isSignalled) await new Promise<void>((resolve) => (this.#resolve = resolve));
    this.#isSignalled = false;
    this.#resolve = undefined;
  }
}
