import { type BackOff, type Deadline, retry } from '#runtime/async';
import { EventStoreUnavailable } from '../faults.js';

/**
 * Remembers that the event store may be unreachable. If an append is sent to an unreachable store,
 * its outcome is unknown, because the client does not say how much of the append had left the
 * process. So after a failure the store is asked a question before the next append. If the question
 * is not answered, nothing is sent, and the error can say that nothing was written.
 */
export class Reachability {
  #doubts = 0;
  #settledDoubts = 0;
  #proof: Promise<void> | undefined;

  /** To be called when a call has failed or the connection was lost. */
  suspect(): void {
    this.#doubts += 1;
  }

  /** True if `suspect` was called since the last successful check. */
  get isDoubtful(): boolean {
    return this.#doubts !== this.#settledDoubts;
  }

  /**
   * Resolves at once if `suspect` was not called since the last successful check. Otherwise calls
   * `ask`, and resolves or rejects with it. Callers that wait at the same time share one call of
   * `ask`.
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
      // Only the doubts from before `ask` are settled. A call that failed during `ask` needs
      // another check.
      this.#settledDoubts = doubts;
    } finally {
      this.#proof = undefined;
    }
  }
}

/**
 * The delays between attempts at a store that does not answer. The first ones are short, because an
 * event node restarts within a second or two.
 */
export const transportBackOff: BackOff = { firstMs: 20, msMax: 500 };

/** Repeats the call while it throws `EventStoreUnavailable` and the deadline has not passed. */
export const retryWhileUnavailable = <Value>(
  deadline: Deadline,
  call: () => Promise<Value>,
): Promise<Value> =>
  retry(call, {
    backOff: transportBackOff,
    isRetryable: (error) => error instanceof EventStoreUnavailable,
    deadline,
  });
