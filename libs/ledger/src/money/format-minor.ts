import { currencyDecimals } from './currencies.js';

/**
 * An amount in minor units as exact decimal text in major units: 28500 SEK is `285.00`, -5 SEK is
 * `-0.05`.
 */
export const formatMinor = (amount: number, currency: string): string => {
  const decimals = currencyDecimals(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction}`;
};

/**
 * An amount in minor units as the number in major units that JSON prints exactly: 28500 SEK is 285,
 * 30 SEK is 0.3. Twelve digits fit a double's fifteen, so printing never shows another value. For
 * answers only, never for sums.
 */
export const majorUnits = (amount: number, currency: string): number =>
  Number(formatMinor(amount, currency));
