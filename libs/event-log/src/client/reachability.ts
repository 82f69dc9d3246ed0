import { type BackOff, type Deadline, retry } from '#runtime/async';
import { EventStoreUnavailable } from '../faults.js';

/**
 * Remembers that the event store may be unreachable. If an append is sent while the event store is
 * unreachable, its outcome is unknown, because the client does not say whether anything was sent.
 * So after a failure, a check such as a read has to succeed before the next append is sent. If the
 * check fails, the append is not sent, and its error can say that nothing was written.
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
   * Resolves at once if `suspect` was not called since the last successful check. Otherwise makes
   * the check by calling `ask`, and rejects if `ask` rejects. Callers that wait at the same time
   * share one call of `ask`.
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
      // The success of `ask` proves nothing about a call that failed while `ask` was running. So
      // only the earlier failures are cleared, and the next caller makes a new check.
      this.#settledDoubts = doubts;
    } finally {
      this.#proof = undefined;
    }
  }
}

/**
 * The delays between attempts while the event store does not answer. The first delays are short,
 * because an event node restarts within a second or two.
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
