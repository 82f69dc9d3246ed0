import { pause } from '#runtime';

export interface Repetition {
  /** Between the end of one time and the start of the next. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** Called for each failure, after which the next time tries again. */
  readonly onFailure: (error: unknown) => void;
}

/** Does the work again and again until the signal is aborted. */
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
