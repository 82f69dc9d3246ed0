import type { ApiPropertyOptions } from '@nestjs/swagger';
import { field, type FieldOptions } from './field.js';

interface TextOptions extends FieldOptions {
  /** Code points; default 1. */
  readonly least?: number;
  /** Code points; default 256 (contracts/README.md, "Rules for all of them"). */
  readonly most?: number;
}

const unlimited = Infinity;

/** Code points, not UTF-16 units: what a person counts as characters comes closest to them. */
const codePointsOf = (text: string): number => Array.from(text).length;

const isTextOf = (value: unknown, least: number, most: number): boolean => {
  if (typeof value !== 'string' || value.length < least) return false;
  return value.length <= most || (value.length <= 2 * most && codePointsOf(value) <= most);
};

const says = (least: number, most: number): string => {
  if (most === unlimited) return 'must be a string';
  return `must be a string of ${least} to ${most} characters`;
};

/** A string with bounded length. */
export const Text = ({ least = 1, most = 256, ...options }: TextOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => isTextOf(value, least, most),
      message: says(least, most),
      schema: {
        type: 'string',
        minLength: least,
        ...(most !== unlimited && { maxLength: most }),
      },
    },
    options,
  );

/** A string of 1 to 256 characters, not all of them blank: a name of something, as an article's. */
export const Name = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => isTextOf(value, 1, 256) && /\S/u.test(String(value)),
      message: `${says(1, 256)}, one of which is not blank`,
      schema: { type: 'string', minLength: 1, maxLength: 256, pattern: '\\S' },
    },
    options,
  );

/** A string whose length a rule of the domain judges, in its place among the other rules; the body's size bounds it. */
export const FreeText = (options: FieldOptions = {}): PropertyDecorator =>
  Text({ ...options, least: 0, most: unlimited });

interface PatternOptions extends FieldOptions {
  /** What the pattern asks for, after "must be". */
  readonly mustBe: string;
  /**
   * The rule in the words of OpenAPI, where the pattern is none that all tools for it understand. What the rule accepts, this
   * must accept too.
   */
  readonly schema?: ApiPropertyOptions;
}

/** A string that matches a pattern. */
export const Matching = (
  pattern: RegExp,
  { mustBe, schema, ...options }: PatternOptions,
): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string' && pattern.test(value),
      message: `must be ${mustBe}`,
      schema: schema ?? { type: 'string', pattern: pattern.source },
    },
    options,
  );

/** One of a few words. */
export const OneOf = (words: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string' && words.includes(value),
      message: `must be one of ${words.join(', ')}`,
      schema: { type: 'string', enum: [...words] },
    },
    options,
  );

interface TextsOptions extends FieldOptions {
  readonly least: number;
  readonly most: number;
  /** What every entry must be, after "each". */
  readonly eachMustBe: string;
  readonly accepts: (text: string) => boolean;
  readonly words?: readonly string[];
}

/** A list of different strings. */
export const Texts = (options: TextsOptions): PropertyDecorator => {
  const { least, most, eachMustBe, accepts, words, ...rest } = options;
  const isList = (value: unknown): boolean =>
    Array.isArray(value) &&
    value.length >= least &&
    value.length <= most &&
    new Set(value).size === value.length &&
    value.every((entry) => typeof entry === 'string' && accepts(entry));
  return field(
    {
      accepts: isList,
      message: `must be a list of ${least} to ${most} different strings, each ${eachMustBe}`,
      schema: {
        type: 'array',
        items: { type: 'string', ...(words && { enum: [...words] }) },
        minItems: least,
        maxItems: most,
        uniqueItems: true,
      },
    },
    rest,
  );
};
