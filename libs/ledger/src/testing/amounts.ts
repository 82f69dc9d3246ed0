import { type RequestedAmount, parseDecimal } from '../money/amount.js';
/** An amount in major units as a contract reads it from the wire: `major('285.00')`. */
export const major = (text: string): RequestedAmount => {
  const value = parseDecimal(text);
  if (value === undefined) throw new TypeError(`"${text}" is no decimal`);
  return { unit: 'major', value };
};

export const minor = (value: number): RequestedAmount => ({ unit: 'minor', value });
