import type { WriteStream } from 'node:tty';
import { stopRequest } from '#runtime';
import type { RebuildProgress } from '../../../worker/src/main.js';

const everyMs = 200;

export interface ProgressDisplay<Progress> {
  readonly update: (progress: Progress) => void;
  /** Clears the line that shows the progress. */
  readonly end: () => void;
}

/**
 * Shows progress in a single line of a terminal, which each update overwrites. If the stream is not
 * a terminal, nothing is shown.
 */
export const showProgress = <Progress extends { readonly step: string }>(
  stream: WriteStream,
  lineOf: (progress: Progress) => string,
): ProgressDisplay<Progress> => {
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

const count = new Intl.NumberFormat('en');
const width = 24;

/** The progress of a command that reads the log. */
export interface BarProgress {
  readonly step: string;
  readonly events: number;
  /** The finished share of the work, from 0 to 1. `undefined` if the total is not known yet. */
  readonly share: number | undefined;
  /** Events a second. */
  readonly rate: number;
  /** Seconds since the reading began. */
  readonly seconds: number;
}

/** Returns the line of a terminal that shows progress: step, events, rate and the time left. */
export const barLine = ({ step, events, share, rate, seconds }: BarProgress): string => {
  const parts = [`${step} ${count.format(events)} events`, `${count.format(Math.round(rate))}/s`];
  if (share === undefined) return parts.join(', ');
  const done = Math.round(share * width);
  const bar = `[${'#'.repeat(done)}${'.'.repeat(width - done)}] ${Math.floor(share * 100)} %`;
  if (share > 0) parts.push(`${Math.ceil((seconds * (1 - share)) / share)} s left`);
  return `${bar}  ${parts.join(', ')}`;
};

const eventCount = new Intl.NumberFormat('en');
const stepTexts = {
  loading: 'reading the log',
  indexing: 'making indexes',
  switching: 'switching',
};

/**
 * The line that shows the progress of a rebuild. The share is computed from positions in the log,
 * because the total number of events is not known.
 */
export const progressLine = ({ step, events, position, end, seconds }: RebuildProgress): string => {
  const share = end <= 0n ? 1 : Math.min(1, Math.max(0, Number(position) / Number(end)));
  const parts = [
    `${stepTexts[step]}: ${eventCount.format(events)} events`,
    `${Math.floor(share * 100)} %`,
    `${eventCount.format(Math.round(events / Math.max(seconds, 0.001)))}/s`,
  ];
  if (step === 'loading' && share > 0)
    parts.push(`${Math.ceil((seconds * (1 - share)) / share)} s left`);
  return parts.join(', ');
};

/**
 * Returns a signal that aborts with the message `said` when the process gets a stop signal. The
 * command can then clean up before it ends.
 */
export const stopSignal = (said: string): AbortSignal => {
  const stopping = new AbortController();
  void stopRequest().then(() => {
    stopping.abort(new Error(said));
  });
  return stopping.signal;
};
