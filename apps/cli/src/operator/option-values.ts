import { InvalidArgumentError } from 'commander';

/** The entries of a comma-separated list, each once and without spaces around it. */
export const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  ),
];

/** Returns a parser of an option that accepts whole numbers from 1 to `max`. */
export const wholeNumberTo =
  (max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
    throw new InvalidArgumentError(`It is a number from 1 to ${max}.`);
  };
