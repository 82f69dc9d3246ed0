import { TimedOut } from './timed-out.js';

/**
 * What the work settles to, or `TimedOut` after `timeoutMs`. The work goes on; its late result is dropped.
 * `what` names it in the error.
 */
export const within = async <T>(timeoutMs: number, what: string, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TimedOut(what, timeoutMs));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
};
