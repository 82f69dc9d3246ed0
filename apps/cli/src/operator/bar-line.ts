const count = new Intl.NumberFormat('en');
const width = 24;

/** How far something is that goes through events. */
export interface BarProgress {
  readonly step: string;
  readonly events: number;
  /** Of everything, 0 to 1; `undefined` while it is not known. */
  readonly share: number | undefined;
  /** Events a second. */
  readonly rate: number;
  /** Since the start. */
  readonly seconds: number;
}

/** A progress bar with rate and time left, in one line of a terminal. */
export const barLine = ({ step, events, share, rate, seconds }: BarProgress): string => {
  const parts = [`${step} ${count.format(events)} events`, `${count.format(Math.round(rate))}/s`];
  if (share === undefined) return parts.join(', ');
  const done = Math.round(share * width);
  const bar = `[${'#'.repeat(done)}${'.'.repeat(width - done)}] ${Math.floor(share * 100)} %`;
  if (share > 0) parts.push(`${Math.ceil((seconds * (1 - share)) / share)} s left`);
  return `${bar}  ${parts.join(', ')}`;
};
