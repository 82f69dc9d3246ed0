import { setTimeout as delay } from 'node:timers/promises';

/** Delays between attempts, milliseconds. */
export interface BackOff {
  readonly firstMs: number;
  readonly msMax: number;
}

/**
 * The delay after a number of failures in a row: it doubles with each up to the maximum, and is
 * drawn at random from its upper half, so that callers which failed together do not come back
 * together.
 */
export const backOffMs = ({ firstMs, msMax }: BackOff, failuresBefore: number): number => {
  const ceiling = Math.min(msMax, firstMs * 2 ** Math.min(failuresBefore, 30));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
};

/** Ends after `ms`, or as soon as the signal is aborted; never throws. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await delay(ms, undefined, signal && { signal }).catch(() => undefined);
};

/** A point in time after which nothing is tried any more. */
export class Deadline {
  readonly #at: number;

  constructor(afterMs: number) {
    this.#at = performance.now() + afterMs;
  }

  get passed(): boolean {
    return performance.now() >= this.#at;
  }

  /** The time until then; 0 once it has passed. */
  get leftMs(): number {
    return Math.max(0, this.#at - performance.now());
  }
}

export interface RetryOptions {
  readonly backOff: BackOff;
  /** Other errors are thrown at once. */
  readonly isRetryable: (error: unknown) => boolean;
  /** Once it has passed, the error of the last attempt is thrown. */
  readonly deadline?: Deadline;
  /** Ends the retries: the error of the last attempt is thrown. */
  readonly signal?: AbortSignal;
}

/** Makes attempts, with a growing pause between them, until one succeeds or no other is allowed. */
export const retry = async <Value>(
  attempt: () => Promise<Value>,
  { backOff, isRetryable, deadline, signal }: RetryOptions,
): Promise<Value> => {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error) || deadline?.passed === true) throw error;
      await pause(backOffMs(backOff, failures), signal);
      if (signal?.aborted === true) throw error;
    }
  }
};
