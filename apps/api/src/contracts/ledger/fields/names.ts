import type { ApiPropertyOptions } from '@nestjs/swagger';
import { isIdentifier } from '#access';
import { field, type FieldOptions } from '../../../contract-kit/body/fields.js';
import { Matching } from '../../../contract-kit/body/fields.js';

/** A field with the id of a client or a store. */
export const Identifier = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string' && isIdentifier(value),
      message: 'must be a string of 1 to 64 letters, digits, dots, underscores or dashes',
      schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    },
    options,
  );

/** A field with the id of a payment intent at the card gateway. */
export const PaymentIntentId = (options: FieldOptions = {}): PropertyDecorator =>
  Matching(/^[\x21-\x7e]{1,256}$/, {
    mustBe: 'a string of 1 to 256 visible ASCII characters',
    example: 'pi_3MtwBwLkdIwHu7ix28a3tqPa',
    ...options,
  });

const controls = '\\u0000-\\u001f\\u007f-\\u009f';

const textOf = (pattern: string, minLength: number, maxLength: number): ApiPropertyOptions => ({
  type: 'string',
  minLength,
  maxLength,
  pattern,
});

/**
 * The OpenAPI schema of a text on one line that neither begins nor ends with a space. The pattern
 * avoids `\\p{Cc}` and look-around, because code generators for other languages do not support
 * them.
 */
export const oneLine = (maxLength: number): ApiPropertyOptions =>
  textOf(`^[^\\s${controls}](?:[^\\u2028\\u2029${controls}]*[^\\s${controls}])?$`, 1, maxLength);

/** The OpenAPI rule of an e-mail address: something before an @ and something after it. */
export const emailAddress: ApiPropertyOptions = textOf(
  `^[^\\s@${controls}]+@[^\\s@${controls}]+$`,
  3,
  254,
);

interface PersonalTextOptions {
  /** The maximum length in Unicode code points. */
  readonly most: number;
  readonly example: string;
  readonly description?: string;
}

/**
 * A field with a customer's name, number or part of an address. Invisible joiners such as U+200C
 * are allowed, since Persian names have them; control characters and lone surrogates are refused.
 */
export const PersonalText = ({ most, ...options }: PersonalTextOptions): PropertyDecorator =>
  Matching(new RegExp(`^(?=\\S)[^\\p{Cc}\\p{Cs}\\u2028\\u2029]{1,${most}}(?<=\\S)$`, 'u'), {
    mustBe: `a string of 1 to ${most} characters without control characters, with spaces only in between`,
    schema: oneLine(most),
    optional: true,
    ...options,
  });
