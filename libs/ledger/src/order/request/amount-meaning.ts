import type { Decimal, RequestedAmount } from '../../money/amount.js';
import { hasTooManyDecimals, minorUnits } from '../../money/minor-units.js';

/** Minor units, or the amount as it was given where they cannot say it. */
export const amountMeaning = (
  amount: RequestedAmount,
  decimals: number,
): number | string | Decimal => {
  const exact = hasTooManyDecimals(amount, decimals) ? NaN : minorUnits(amount, decimals);
  if (Number.isFinite(exact)) return exact;
  return amount.unit === 'minor' ? String(amount.value) : amount.value;
};
