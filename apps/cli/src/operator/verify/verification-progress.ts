import type { VerificationProgress } from '#evidence';
import { barLine } from '../bar-line.js';
import { progressStream } from '../print.js';
import { showProgress } from '../show-progress.js';
import type { ShownProgress } from '../show-progress.js';

const lineOf = (progress: VerificationProgress): string => {
  const { step, events, share, seconds, stepSeconds } = progress;
  return barLine({ step, events, share, seconds, rate: events / Math.max(stepSeconds, 0.001) });
};

export const verificationProgress = (): ShownProgress<VerificationProgress> =>
  showProgress(progressStream(), lineOf);
