/** The work was not finished within its time limit. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';

  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`);
  }
}

/**
 * The result of the work. After `ms` milliseconds without a result, the result or the error of
 * `onTimeout` instead. The work itself goes on, and its late result is dropped.
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
 * The result of the work; throws `TimedOut` after `ms` milliseconds. `what` names the work in the
 * error.
 */
export const withTimeout = <Value>(
  work: Promise<Value>,
  ms: number,
  what: string,
): Promise<Value> =>
  withTimeoutOr(work, ms, (): never => {
    throw new TimedOut(what, ms);
  });
