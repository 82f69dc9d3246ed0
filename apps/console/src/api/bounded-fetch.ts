import { TimedOut, Unreachable } from './problem.js';

/** A read fails as timed out if its whole answer has not arrived after this many milliseconds. */
export const readMsMax = 30_000;

/**
 * A command fails as timed out if its whole answer has not arrived after this many milliseconds.
 * The limit is longer than the 90 seconds after which the API closes a silent connection. A command
 * without an answer by then may or may not have been recorded.
 */
export const commandMsMax = 120_000;

const timesOut = new Set(['TimeoutError', 'AbortError']);

/**
 * Turns an error of `fetch` into one that says whether the call timed out. `AbortError` counts as a
 * time-out too, because some browsers report that name if the time ends while they read the body.
 * The page's own cancelled calls end with `AbortError` as well, but no code shows their error.
 */
export const noAnswer = (error: unknown): Unreachable =>
  error instanceof DOMException && timesOut.has(error.name)
    ? new TimedOut(error)
    : new Unreachable(error);

/**
 * `fetch` with a time limit. If the limit passes, the call fails with `TimeoutError`. The limit is
 * `readMsMax` for a GET, and `commandMsMax` for every other method.
 */
export const boundedFetch = (
  request: Request,
  msMax = request.method === 'GET' ? readMsMax : commandMsMax,
): Promise<Response> =>
  fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(msMax)]) });

/**
 * Runs a long download, such as an export, without a limit on its whole duration. The call fails
 * with `TimeoutError` only if no data arrives for `readMsMax`. `receive` must call `moved` for each
 * piece of data that arrives.
 */
export const boundedBySilence = async <Answer>(
  receive: (signal: AbortSignal, moved: () => void) => Promise<Answer>,
): Promise<Answer> => {
  const ended = new AbortController();
  const end = (): void => {
    ended.abort(new DOMException('Nothing came.', 'TimeoutError'));
  };
  let silence = setTimeout(end, readMsMax);
  const moved = (): void => {
    clearTimeout(silence);
    silence = setTimeout(end, readMsMax);
  };
  try {
    return await receive(ended.signal, moved);
  } finally {
    clearTimeout(silence);
  }
};
