import { clockText, minuteText, zoneText } from '../time/times.js';

interface TimeProps {
  readonly at: string;
  /** Without seconds, where a list has many columns. */
  readonly isShort?: boolean;
}

/** An instant in the reader's time zone, which it names; in UTC under the pointer. */
export const Time = ({ at, isShort = false }: TimeProps) => (
  <time dateTime={at} title={at}>
    <span className="nowrap">{isShort ? minuteText(at) : clockText(at)}</span>{' '}
    <span className="zone nowrap">{zoneText(at)}</span>
  </time>
);
