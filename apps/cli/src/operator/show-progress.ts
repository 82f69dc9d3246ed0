import type { WriteStream } from 'node:tty';

const everyMs = 200;

export interface ShownProgress<Progress> {
  readonly update: (progress: Progress) => void;
  /** Leaves the line clear. */
  readonly end: () => void;
}

/** One line that is written over, on a terminal; nothing anywhere else. */
export const showProgress = <Progress extends { readonly step: string }>(
  stream: WriteStream,
  lineOf: (progress: Progress) => string,
): ShownProgress<Progress> => {
  let shownAt = -Infinity;
  let step: string | undefined;
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
      stream.write(lineOf(progress));
    },
    end: () => {
      if (stream.isTTY && step !== undefined) clear();
    },
  };
};
