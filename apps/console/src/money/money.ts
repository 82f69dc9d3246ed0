/**
 * Amounts are integers in the minor unit of their currency, as in the API. This file converts them
 * to and from text by moving digits, because floating-point fractions would round.
 */

/** Writes 28500 with 2 decimals as `285.00`. @throws RangeError if `minor` is no safe integer */
export const decimalText = (minor: number, decimals: number): string => {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is no amount in minor units`);
  const sign = minor < 0 ? '-' : '';
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

const formats = new Map<number, Intl.NumberFormat>();

const formatWith = (decimals: number): Intl.NumberFormat => {
  const made =
    formats.get(decimals) ??
    new Intl.NumberFormat(undefined, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  formats.set(decimals, made);
  return made;
};

/** An amount in the format of the user's language, without its currency: `28,500.00`. */
export const amountText = (minor: number, decimals: number): string =>
  // The amount is passed as text, because `format` would round a floating-point number.
  formatWith(decimals).format(decimalText(minor, decimals) as Intl.StringNumericLiteral);

/** An amount that is shown without decimals if they are all 0: `28,500`, but `0.50`. */
export const wholeText = (minor: number, decimals: number): string => {
  const unit = 10 ** decimals;
  return minor % unit === 0 ? amountText(minor / unit, 0) : amountText(minor, decimals);
};

/** An amount as text with its currency: `28,500.00 SEK`. */
export const moneyText = (minor: number, currency: string, decimals: number): string =>
  `${amountText(minor, decimals)}\u00a0${currency}`;

export const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + amount, 0);

const typed = /^(?<whole>\d+)(?:[.,](?<fraction>\d*))?$/;
/** The ledger's largest amount has 12 digits in minor units. */
const digitsMax = 12;

const withoutBlanks = (text: string): string => text.replace(/[\s\u00a0\u202f'’]/g, '');

/**
 * The amount that a user typed, in minor units. The text may have blanks between digits, and one
 * decimal point or comma. A text with two possible meanings, such as `1,234` for a currency with
 * two decimals, gives `undefined`.
 */
export const typedAmount = (text: string, decimals: number): number | undefined => {
  const { whole, fraction = '' } = typed.exec(withoutBlanks(text))?.groups ?? {};
  if (whole === undefined || fraction.length > decimals) return undefined;
  const digits = (whole + fraction.padEnd(decimals, '0')).replace(/^0+(?=\d)/, '');
  return digits.length > digitsMax ? undefined : Number(digits);
};

const grouped = /^\d{1,3}(?:(?<mark>[.,])\d{3})(?:\k<mark>\d{3})*(?<rest>(?!\k<mark>)[.,]\d*)?$/;

/**
 * The amount in a search text, in minor units. Thousands separators and a currency are allowed:
 * `1,234.50`, `1.234,50`, `SEK 1 234,50`. `1,234` is read as 1234 here, because a search moves no
 * money and a wrong guess does no harm.
 */
export const soughtAmount = (text: string, decimals: number): number | undefined => {
  const digits = withoutBlanks(text).replace(/^[A-Za-z]{3}(?=\d)|(?<=[\d.,])[A-Za-z]{3}$/g, '');
  const exact = typedAmount(digits, decimals);
  if (exact !== undefined) return exact;
  const { mark, rest = '' } = grouped.exec(digits)?.groups ?? {};
  if (mark === undefined) return undefined;
  const whole = digits.slice(0, digits.length - rest.length).replaceAll(mark, '');
  return typedAmount(whole + rest, decimals);
};
