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
