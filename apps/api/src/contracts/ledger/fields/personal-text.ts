import { oneLine } from './portable-patterns.js';
import { Matching } from './text.js';

interface PersonalTextOptions {
  /** UTF-16 units. */
  readonly most: number;
  readonly example: string;
  readonly description?: string;
}

/**
 * A name, a part of an address, a number of somebody. Joiners within are fine, as Persian names have them; controls and
 * halves of a character are not.
 */
export const PersonalText = ({ most, ...options }: PersonalTextOptions): PropertyDecorator =>
  Matching(new RegExp(`^(?=\\S)[^\\p{Cc}\\p{Cs}\\u2028\\u2029]{1,${most}}(?<=\\S)$`, 'u'), {
    mustBe: `1 to ${most} characters without control characters, with spaces only in between`,
    schema: oneLine(most),
    optional: true,
    ...options,
  });
