import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 100;
const waitMsMax = 15_000;

/** Looks again and again, for a bounded time, until the read model shows what is wanted; `undefined` if it does not. */
export const untilShown = async <Found>(
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> => {
  const until = performance.now() + waitMsMax;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= until) return found;
    await delay(everyMs);
  }
};
