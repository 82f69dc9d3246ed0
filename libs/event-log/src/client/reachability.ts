/**
 * Remembers that the event store may be away. An append sent to a store that is away has an unknown
 * outcome, since the client does not say what had left the process. So in doubt the store is asked
 * first: if it does not answer, nothing was sent, and the error can say so.
 */
export class Reachability {
  #doubts = 0;
  #settledDoubts = 0;
  #proof: Promise<void> | undefined;

  /** A call has failed, or the connection was lost. */
  suspect(): void {
    this.#doubts += 1;
  }

  /** True if something was suspected since the last check. */
  get isDoubtful(): boolean {
    return this.#doubts !== this.#settledDoubts;
  }

  /**
   * Resolves at once without doubt, otherwise after `ask`, which is called once for all callers
   * that wait; rejects if it rejects.
   */
  async proved(ask: () => Promise<void>): Promise<void> {
    if (!this.isDoubtful) return;
    this.#proof ??= this.#prove(ask);
    await this.#proof;
  }

  async #prove(ask: () => Promise<void>): Promise<void> {
    const doubts = this.#doubts;
    try {
      await ask();
      // The answer does not cover suspicions that arose while it was asked.
      this.#settledDoubts = doubts;
    } finally {
      this.#proof = undefined;
    }
  }
}
