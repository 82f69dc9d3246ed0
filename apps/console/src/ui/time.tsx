import { timeText } from '../time/times.js';

/** An instant in the reader's time zone; in UTC under the pointer. */
export const Time = ({ at }: { at: string }) => (
  <time dateTime={at} title={at} className="nowrap">
    {timeText(at)}
  </time>
);
