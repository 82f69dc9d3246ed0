import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 10;
/** Long enough for a busy machine: only a condition that never holds reaches it. */
export const waitMsMax = 60_000;

/** Polls until the condition holds. @throws Error if it does not within `withinMs` */
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
