import { InvalidArgumentError } from 'commander';

/**
 * Returns the entries of a comma-separated list, without duplicates and without spaces around an
 * entry.
 */
export const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  ),
];

/** Returns a parser for options whose value is a whole number from 1 to `max`. */
export const wholeNumberTo =
  (max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`);
  };
