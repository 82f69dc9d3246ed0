import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 10;
/**
 * The limit in milliseconds, long enough for a busy machine: only a condition that never holds
 * reaches it.
 */
export const waitMsMax = 60_000;

/**
 * Polls until the condition holds. @throws Error if the condition does not hold within `withinMs`
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
