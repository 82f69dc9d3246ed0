/**
 * Whether the event store may be away. An append that is sent to a store which is away has an unknown outcome, since
 * the client does not say what had left the process. So where there is doubt, the store is asked first: if it does not
 * answer, nothing was sent and the caller can be told so.
 */
export class Reachability {
  #doubts = 0;
  #settledDoubts = 0;
  #proof: Promise<void> | undefined;

  /** A call has failed, or the connection was lost. */
  suspect(): void {
    this.#doubts += 1;
  }

  /** Whether something has happened since the last proof. */
  get isDoubtful(): boolean {
    return this.#doubts !== this.#settledDoubts;
  }

  /** Resolves at once if nothing speaks against it, else when `ask` did, once for all who wait; rejects if it does. */
  async proved(ask: () => Promise<void>): Promise<void> {
    if (!this.isDoubtful) return;
    this.#proof ??= this.#prove(ask);
    await this.#proof;
  }

  async #prove(ask: () => Promise<void>): Promise<void> {
    const doubts = this.#doubts;
    try {
      await ask();
      // What happened while it was asked is not answered by it.
      this.#settledDoubts = doubts;
    } finally {
      this.#proof = undefined;
    }
  }
}
