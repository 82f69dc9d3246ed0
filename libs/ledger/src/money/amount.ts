/**
 * An exact decimal from a request, in major units: `coefficient × 10^exponent`.
 * Normalised: the coefficient has no leading and no trailing zeros (zero is `{ coefficient: '0',
 * exponent: 0 }`), so two spellings of one value are equal. A huge exponent costs nothing: it is
 * never expanded.
 */
export interface Decimal {
  readonly negative: boolean;
  readonly coefficient: string;
  readonly exponent: number;
}

/**
 * An amount in a request. Contracts with decimals pass the decimal on unconverted: its check
 * depends on the order's currency and has a documented place among the other checks (domain.md).
 */
export type RequestedAmount =
  | { readonly unit: 'minor'; readonly value: number }
  | { readonly unit: 'major'; readonly value: Decimal };

/**
 * The largest amount in minor units: 12 digits (domain.md, "Limits"). So every sum is a safe
 * integer.
 */
export const maxAmount = 999_999_999_999;

export const withinLimit = (amount: number): boolean => amount <= maxAmount && amount >= -maxAmount;

const writtenDecimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Exponents are cut here. No text that fits into a request has enough digits to bring such a number
 * back into range, so the cut changes no answer, and the exponent stays a safe integer however many
 * digits it was written with.
 */
const maxExponent = 1_000_000_000;

const zero: Decimal = { negative: false, coefficient: '0', exponent: 0 };

const isZero = (digits: string, index: number): boolean => digits.charCodeAt(index) === 48;

/**
 * Reads a decimal exactly from its text: `285`, `285.00`, `-0.5`, `2.85e2`. Anything else gives
 * `undefined`. Each contract decides which of these spellings it takes (walley.md: no exponent in
 * strings).
 */
export const parseDecimal = (text: string): Decimal | undefined => {
  const match = writtenDecimal.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const digits = whole + fraction;

  // Loops rather than patterns: stripping zeros by a pattern takes quadratic time on a hostile
  // number.
  let start = 0;
  while (start < digits.length && isZero(digits, start)) start += 1;
  if (start === digits.length) return zero;
  let end = digits.length;
  while (isZero(digits, end - 1)) end -= 1;

  const exponent = Math.max(-maxExponent, Math.min(maxExponent, Number(power)));
  return {
    negative: sign === '-',
    coefficient: digits.slice(start, end),
    exponent: exponent - fraction.length + (digits.length - end),
  };
};

/**
 * Requests may have two decimals at most, also if the currency has three (walley.md, "Every call").
 */
const maxDecimals = 2;

const maxDigits = String(maxAmount).length;

export const isNegative = ({ unit, value }: RequestedAmount): boolean =>
  unit === 'minor' ? value < 0 : value.negative;

/**
 * True if an amount has more than two decimals or more than its currency. Whole minor units never
 * have.
 */
export const hasTooManyDecimals = (amount: RequestedAmount, currencyDecimals: number): boolean =>
  amount.unit === 'minor'
    ? Number.isFinite(amount.value) && !Number.isInteger(amount.value)
    : -amount.value.exponent > Math.min(maxDecimals, currencyDecimals);

/**
 * The amount in minor units, exactly. Beyond 12 digits it is infinite, so that it compares as
 * larger than everything without being expanded. The amount must not have too many decimals.
 */
export const minorUnits = (amount: RequestedAmount, currencyDecimals: number): number => {
  if (amount.unit === 'minor') {
    if (Math.abs(amount.value) <= maxAmount) return amount.value;
    return amount.value < 0 ? -Infinity : Infinity;
  }
  const { negative, coefficient, exponent } = amount.value;
  if (coefficient === '0') return 0;
  const zeros = exponent + currencyDecimals;
  const size =
    coefficient.length + zeros > maxDigits ? Infinity : Number(coefficient + '0'.repeat(zeros));
  return negative ? -size : size;
};
