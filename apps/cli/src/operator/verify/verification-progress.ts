import type { VerificationProgress } from '#evidence';
import { barLine } from '../bar-line.js';
import { showProgress } from '../show-progress.js';
import type { ShownProgress } from '../show-progress.js';

const lineOf = ({ step, events, share, seconds }: VerificationProgress): string =>
  barLine({ step, events, share, seconds, rate: events / Math.max(seconds, 0.001) });

export const verificationProgress = (): ShownProgress<VerificationProgress> =>
  showProgress(process.stderr, lineOf);
