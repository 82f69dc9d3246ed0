import { pause } from '#runtime';

export interface Repetition {
  /** The pause between the end of one run and the start of the next. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** Called for each failure; the next run tries again. */
  readonly onFailure: (error: unknown) => void;
}

/** Repeats the work until the signal is aborted. */
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
