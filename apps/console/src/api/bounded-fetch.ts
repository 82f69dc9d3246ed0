import { TimedOut, Unreachable } from './problem.js';

/** Time in milliseconds from the call of a read until all of its answer is there. */
export const readMsMax = 30_000;

/**
 * Time in milliseconds from the call of a command until all of its answer is there. The API closes
 * a connection on which nothing moved for 90 seconds, so it has answered by then, or nobody knows
 * whether the command was recorded.
 */
export const commandMsMax = 120_000;

const timesOut = new Set(['TimeoutError', 'AbortError']);

/**
 * The error for a call without a readable answer. `AbortError` counts as a time-out too, because
 * some browsers report a time-out under this name if it comes while the body is read. A call that
 * the page itself gives up also ends with `AbortError`, but nobody looks at that error.
 */
export const noAnswer = (error: unknown): Unreachable =>
  error instanceof DOMException && timesOut.has(error.name)
    ? new TimedOut(error)
    : new Unreachable(error);

/** `fetch` that ends with `TimeoutError` after `readMsMax` for a GET, else `commandMsMax`. */
export const boundedFetch = (
  request: Request,
  msMax = request.method === 'GET' ? readMsMax : commandMsMax,
): Promise<Response> =>
  fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(msMax)]) });

/**
 * Runs a call for an answer of any length, such as an export. The call ends with `TimeoutError`
 * only if nothing of the answer has come for `readMsMax`. `receive` calls `moved` for each piece of
 * the answer.
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
