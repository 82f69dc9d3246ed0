/**
 * Amounts are integers in the currency's minor unit, as `/v1` has them. They are written and read
 * as texts of digits, never as fractions of a floating-point number.
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

/** An amount in the format of the reader's language, without its currency: `28,500.00`. */
export const amountText = (minor: number, decimals: number): string =>
  // A text of digits is formatted exactly, however long it is.
  formatWith(decimals).format(decimalText(minor, decimals) as Intl.StringNumericLiteral);

/** An amount without decimals if they are all 0: `28,500`, but `0.50`. */
export const wholeText = (minor: number, decimals: number): string => {
  const unit = 10 ** decimals;
  return minor % unit === 0 ? amountText(minor / unit, 0) : amountText(minor, decimals);
};

/** `28,500.00 SEK` */
export const moneyText = (minor: number, currency: string, decimals: number): string =>
  `${amountText(minor, decimals)}\u00a0${currency}`;

export const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((sum, amount) => sum + amount, 0);

const typed = /^(?<whole>\d+)(?:[.,](?<fraction>\d*))?$/;
/** Amounts with more digits are above the ledger's largest amount. */
const digitsMax = 12;

const withoutBlanks = (text: string): string => text.replace(/[\s\u00a0\u202f'’]/g, '');

/**
 * The amount that a user typed, in minor units: digits with blanks anywhere between them, and at
 * most one decimal point or comma. `undefined` for a text with two meanings, such as `1,234` for a
 * currency with two decimals.
 */
export const typedAmount = (text: string, decimals: number): number | undefined => {
  const { whole, fraction = '' } = typed.exec(withoutBlanks(text))?.groups ?? {};
  if (whole === undefined || fraction.length > decimals) return undefined;
  const digits = (whole + fraction.padEnd(decimals, '0')).replace(/^0+(?=\d)/, '');
  return digits.length > digitsMax ? undefined : Number(digits);
};

const grouped = /^\d{1,3}(?:(?<mark>[.,])\d{3})(?:\k<mark>\d{3})*(?<rest>(?!\k<mark>)[.,]\d*)?$/;

/**
 * The amount in the text of a search, in minor units. Marks between thousands are allowed, with or
 * without the currency: `1,234.50`, `1.234,50`, `1 234,50`. A search moves no money, so `1,234`
 * can be read as 1234.
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
