import { pause } from './pause.js';

export interface Repeating {
  /** Between the end of one time and the start of the next. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
  /** A failure ends nothing: the next time tries again. */
  readonly onFailure: (error: unknown) => void;
}

/** Does the same over and over until the signal is aborted. */
export const repeatedly = async (
  { everyMs, signal, onFailure }: Repeating,
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
