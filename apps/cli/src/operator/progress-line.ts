import type { RebuildProgress } from '../../../worker/src/main.js';

const count = new Intl.NumberFormat('en');
const said = { loading: 'reading the log', indexing: 'making indexes', switching: 'switching' };

/**
 * A rebuild's progress for people. A log does not say how many of its events belong to orders, so the share that is
 * done is that of positions.
 */
export const progressLine = ({ step, events, position, end, seconds }: RebuildProgress): string => {
  const share = end <= 0n ? 1 : Math.min(1, Math.max(0, Number(position) / Number(end)));
  const parts = [
    `${said[step]}: ${count.format(events)} events`,
    `${Math.floor(share * 100)} %`,
    `${count.format(Math.round(events / Math.max(seconds, 0.001)))}/s`,
  ];
  if (step === 'loading' && share > 0)
    parts.push(`${Math.ceil((seconds * (1 - share)) / share)} s left`);
  return parts.join(', ');
};
