import { type RequestedAmount, maxAmount } from './amount.js';
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
