import { setTimeout as delay } from 'node:timers/promises';

interface WaitLimits {
  readonly what: string;
  readonly withinMs: number;
  readonly everyMs?: number;
}

const defaultEveryMs = 25;

/** Calls the condition repeatedly until it returns a value. Throws if no value comes in time. */
export const until = async <Value>(
  { what, withinMs, everyMs = defaultEveryMs }: WaitLimits,
  condition: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}.`);
    await delay(everyMs);
  }
};
