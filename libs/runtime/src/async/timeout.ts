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
