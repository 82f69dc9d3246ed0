import { setTimeout as delay } from 'node:timers/promises';

/** Thrown if the work was not finished within its time limit. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`);
  }
}

/**
 * Returns the result of the work. If the work takes longer than `ms` milliseconds, `onTimeout` is
 * called, and its result or error is used instead. The work itself goes on, but its late result is
 * ignored.
 */
export const withTimeoutOr = async <Value, Otherwise>(
  work: Promise<Value>,
  ms: number,
  onTimeout: () => Otherwise,
): Promise<Value | Otherwise> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    return await Promise.race([work, timeout.then(onTimeout)]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Returns the result of the work, or throws `TimedOut` after `ms` milliseconds. `what` is the name
 * of the work in the error message.
 */
export const withTimeout = <Value>(
  work: Promise<Value>,
  ms: number,
  what: string,
): Promise<Value> =>
  withTimeoutOr(work, ms, (): never => {
    throw new TimedOut(what, ms);
  });

/** The first and the longest delay between attempts, in milliseconds. */
export interface BackOff {
  readonly firstMs: number;
  readonly msMax: number;
}

/**
 * The delay after this number of failures in a row, in milliseconds. The delay doubles with each
 * failure up to the maximum. A random part of at most half is then taken off, so that callers which
 * failed together do not try again together.
 */
export const backOffMs = ({ firstMs, msMax }: BackOff, failuresBefore: number): number => {
  const ceiling = Math.min(msMax, firstMs * 2 ** Math.min(failuresBefore, 30));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
};

/** Resolves after `ms` milliseconds, or as soon as the signal is aborted; never rejects. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await delay(ms, undefined, signal && { signal }).catch(() => undefined);
};

/**
 * A point in time after which no further attempt is made. The deadline is measured by a clock that
 * only goes forward.
 */
export class Deadline {
  readonly #at: number;

  constructor(afterMs: number) {
    this.#at = performance.now() + afterMs;
  }

  get passed(): boolean {
    return performance.now() >= this.#at;
  }

  /** The milliseconds until the deadline; 0 once it has passed. */
  get leftMs(): number {
    return Math.max(0, this.#at - performance.now());
  }
}

export interface RetryOptions {
  readonly backOff: BackOff;
  /**
   * False for an error that would occur again at the next attempt, such as a wrong password.
   * `retry` throws such an error at once.
   */
  readonly isRetryable: (error: unknown) => boolean;
  /** Once the deadline has passed, the error of the last attempt is thrown. */
  readonly deadline?: Deadline;
  /** Once the signal is aborted, the error of the last attempt is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Makes attempts with growing pauses until one succeeds. If no further attempt is allowed, throws
 * the error of the last attempt.
 */
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
