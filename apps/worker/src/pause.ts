import { setTimeout as delay } from 'node:timers/promises';

/** Fulfilled after so many milliseconds, or at once when the signal is aborted. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
