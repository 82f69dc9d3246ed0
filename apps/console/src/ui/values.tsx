import { useMoney } from '../money/currencies.js';
import { clockText, minuteText, zoneText } from '../time/times.js';

interface MoneyProps {
  /** The amount in the currency's minor unit. */
  readonly minor: number;
  readonly currency: string;
  /** True to leave out the currency's code, for a column of one currency. */
  readonly bare?: boolean;
}

export const Money = ({ minor, currency, bare = false }: MoneyProps) => {
  const { amount, money } = useMoney();
  return <span className="nowrap">{bare ? amount(minor, currency) : money(minor, currency)}</span>;
};

interface TimeProps {
  readonly at: string;
  /** True to leave out the seconds, for lists of many columns. */
  readonly isShort?: boolean;
}

/**
 * An instant in the reader's time zone, with its offset from UTC. A pointer over the text shows the
 * instant in UTC.
 */
export const Time = ({ at, isShort = false }: TimeProps) => (
  <time dateTime={at} title={at}>
    <span className="nowrap">{isShort ? minuteText(at) : clockText(at)}</span>{' '}
    <span className="zone nowrap">{zoneText(at)}</span>
  </time>
);

/** Texts with more characters than this may be broken into lines. */
const lineMax = 20;

interface SaidProps {
  readonly text: string | undefined;
  /** True for references, ids and hashes: letters of one width. */
  readonly mono?: boolean;
}

/**
 * A text that a caller wrote. Characters in it that change the direction of writing have no effect
 * outside of this element: they cannot reorder the digits of an amount next to it.
 */
export const Said = ({ text, mono = false }: SaidProps) => {
  if (text === undefined || text === '') return null;
  const names = [mono ? 'mono' : '', text.length <= lineMax ? 'nowrap' : ''].join(' ').trim();
  return <bdi {...(names !== '' && { className: names })}>{text}</bdi>;
};

interface FailureProps {
  /** Undefined for a capture or a refund that has not failed. */
  readonly failure: { readonly code?: string; readonly reason: string } | undefined;
}

/** The gateway's text and code for a capture or a refund that failed. */
export const Failure = ({ failure }: FailureProps) =>
  failure === undefined ? null : (
    <span className="failure">
      <Said text={failure.reason} /> <Said text={failure.code} mono />
    </span>
  );

/** A number with its noun: `1 line`, `2 lines`. */
export const counted = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
