import type { Decimal } from './amount.js';

const shape = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

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
  const match = shape.exec(text);
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
