import { setTimeout as delay } from 'node:timers/promises';

/** Resolves when the condition holds; rejects if it does not within the time, milliseconds. */
export const eventually = async (condition: () => boolean, withinMs = 15_000): Promise<void> => {
  const until = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > until)
      throw new Error(`Not within ${withinMs} ms: ${String(condition)}`);
    await delay(5);
  }
};
