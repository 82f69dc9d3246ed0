import { setTimeout as delay } from 'node:timers/promises';

export interface Repetition {
  /** Between the end of one time and the start of the next. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** A failure ends nothing: the next time tries again. */
  readonly onFailure: (error: unknown) => void;
}

/** Does the same over and over until the signal is aborted. */
export const repeatedly = async (
  { everyMs, signal, onFailure }: Repetition,
  work: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      onFailure(error);
    }
    await pause(everyMs, signal);
  }
};

/** Fulfilled after so many milliseconds, or at once when the signal is aborted. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
