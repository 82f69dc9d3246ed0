import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 10;
/** A limit that only a condition which never holds reaches, however busy the machine is. */
export const waitMsMax = 60_000;

/** Polls until the condition holds; fails the test when it has not within `withinMs`. */
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
