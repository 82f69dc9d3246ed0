/**
 * Whether the event store may be away. An append that is sent to a store which is away has an unknown outcome, since
 * the client does not say what had left the process. So where there is doubt, the store is asked first: if it does not
 * answer, nothing was sent and the caller can be told so.
 */
export class Reachability {
  #isDoubtful = false;
  #proof: Promise<void> | undefined;

  /** A call has failed, or the connection was lost. */
  doubt(): void {
    this.#isDoubtful = true;
  }

  /** Resolves at once if nothing speaks against it, else when `ask` did, once for all who wait; rejects if it does. */
  async proved(ask: () => Promise<void>): Promise<void> {
    if (!this.#isDoubtful) return;
    this.#proof ??= this.#prove(ask);
    await this.#proof;
  }

  async #prove(ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
      this.#isDoubtful = false;
    } finally {
      this.#proof = undefined;
    }
  }
}
