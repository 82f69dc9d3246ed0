import { useMoney } from '../money/currencies.js';
import { clockText, minuteText, zoneText } from '../time/times.js';

interface MoneyProps {
  /** The amount in the currency's minor unit. */
  readonly minor: number;
  readonly currency: string;
  /** True to leave out the currency code, for a column whose amounts all have the same currency. */
  readonly bare?: boolean;
}

export const Money = ({ minor, currency, bare = false }: MoneyProps) => {
  const { amount, money } = useMoney();
  return <span className="nowrap">{bare ? amount(minor, currency) : money(minor, currency)}</span>;
};

interface TimeProps {
  readonly at: string;
  /** True to leave out the seconds, so that the time fits into a table with many columns. */
  readonly isShort?: boolean;
}

/**
 * An instant in the user's time zone, with its offset from UTC. Hovering shows the instant in UTC.
 */
export const Time = ({ at, isShort = false }: TimeProps) => (
  <time dateTime={at} title={at}>
    <span className="nowrap">{isShort ? minuteText(at) : clockText(at)}</span>{' '}
    <span className="zone nowrap">{zoneText(at)}</span>
  </time>
);

/** Texts of up to this many characters are never wrapped. */
const lineMax = 20;

interface SaidProps {
  readonly text: string | undefined;
  /** True for references, ids and hashes, which are shown in a monospaced font. */
  readonly mono?: boolean;
}

/**
 * A text that somebody outside the ledger wrote. The text may contain characters that switch the
 * writing direction. `<bdi>` confines their effect, so that they cannot reorder the digits of an
 * amount beside it.
 */
export const Said = ({ text, mono = false }: SaidProps) => {
  if (text === undefined || text === '') return null;
  const names = [mono ? 'mono' : '', text.length <= lineMax ? 'nowrap' : ''].join(' ').trim();
  return <bdi {...(names !== '' && { className: names })}>{text}</bdi>;
};

interface FailureProps {
  /** The reason for the failure; undefined if the capture or the refund has not failed. */
  readonly failure: { readonly code?: string; readonly reason: string } | undefined;
}

/** Shows the gateway's reason and code for a failed capture or refund. */
export const Failure = ({ failure }: FailureProps) =>
  failure === undefined ? null : (
    <span className="failure">
      <Said text={failure.reason} /> <Said text={failure.code} mono />
    </span>
  );

/** A number with its noun in singular or plural: `1 line`, `2 lines`, `1,000 lines`. */
export const counted = (number: number, noun: string): string =>
  `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;
