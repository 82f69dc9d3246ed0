/**
 * The largest amount in minor units: 12 digits (domain.md, "Limits"). So every sum is a safe
 * integer.
 */
export const maxAmount = 999_999_999_999;

export const withinLimit = (amount: number): boolean => amount <= maxAmount && amount >= -maxAmount;
