import type { WriteStream } from 'node:tty';
import type { RebuildProgress } from '../../../worker/src/main.js';
import { progressLine } from './progress-line.js';

const everyMs = 200;

export interface ShownProgress {
  readonly update: (progress: RebuildProgress) => void;
  /** Leaves the line clear. */
  readonly end: () => void;
}

/** One line that is written over, on a terminal; nothing anywhere else. */
export const showProgress = (stream: WriteStream): ShownProgress => {
  let shownAt = -Infinity;
  let step: RebuildProgress['step'] | undefined;
  const clear = (): void => {
    stream.cursorTo(0);
    stream.clearLine(1);
  };
  return {
    update: (progress) => {
      const now = performance.now();
      if (!stream.isTTY || (progress.step === step && now - shownAt < everyMs)) return;
      shownAt = now;
      step = progress.step;
      clear();
      stream.write(progressLine(progress));
    },
    end: () => {
      if (stream.isTTY && step !== undefined) clear();
    },
  };
};
