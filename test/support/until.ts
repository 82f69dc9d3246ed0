import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 10;
/**
 * The default limit for waiting in tests, in milliseconds. Even a busy machine is faster, so the
 * limit is reached only if the condition never becomes true.
 */
export const waitMsMax = 60_000;

/**
 * Polls until the condition is true.
 *
 * @throws Error if it is still false after `withinMs` milliseconds
 */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  withinMs = waitMsMax,
): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`Not within ${withinMs} ms: ${condition.toString()}`);
    await delay(everyMs);
  }
};
