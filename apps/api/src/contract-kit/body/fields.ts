import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, ValidateBy, type ValidationArguments } from 'class-validator';
import { type DtoClass, ListOf, ObjectOf } from './read-dto.js';
import { isJsonNumber, type JsonNumber } from './read-json.js';

/** A decimal as a body gave it: a JSON number with its text kept, or a numeric string. */
export type WireDecimal = JsonNumber | string;

/** `-?digits[.digits]`: no exponent, no sign `+`, no blanks (walley.md, "Every call"). */
const numericString = /^-?\d+(?:\.\d+)?$/;
const numericStringCharactersMax = 256;

export const isWireDecimal = (value: unknown): value is WireDecimal =>
  typeof value === 'string'
    ? value.length <= numericStringCharactersMax && numericString.test(value)
    : isJsonNumber(value);

/** The schema of a decimal. */
export const numberOrString = {
  oneOf: [{ type: 'number' }, { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }],
};

export interface FieldOptions {
  /** The field may be left out. */
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

export interface FieldRule {
  /**
   * The name of the rule in violations, for contracts that word their errors themselves; `field` if
   * absent.
   */
  readonly name?: string;
  /** The values of the rule, such as its maximum, that a violation reports. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /**
   * Checks a value that is present, and converts nothing. `body` is the object that has the value
   * as a member.
   */
  readonly accepts: (value: unknown, body?: object) => boolean;
  /** The default wording, without the field's name: "must be a boolean". */
  readonly message: string;
  /** The same rule in the words of OpenAPI. */
  readonly schema: ApiPropertyOptions;
}

/**
 * Declares a field of a request. The field's rule is stated once, for both validation and OpenAPI.
 */
export const field = (rule: FieldRule, options: FieldOptions = {}): PropertyDecorator => {
  const { optional = false, ...words } = options;
  const { name = 'field', parameters } = rule;
  const validator = {
    validate: (value: unknown, context?: ValidationArguments) =>
      rule.accepts(value, context?.object),
    defaultMessage: () => rule.message,
  };
  return applyDecorators(
    ApiProperty({ ...rule.schema, ...words, required: !optional } as ApiPropertyOptions),
    ValidateBy({ name, validator }, parameters && { context: parameters }),
    ...(optional ? [IsOptional()] : []),
  );
};

interface ListOptions extends FieldOptions {
  readonly most: number;
}

// Nest takes a function whose own name is `type` for one that returns the class later. Written as
// `type: () => dto()`, the function has this name; written as `type: dto`, it would have another
// name.

/** A field that is a list of objects, each of which is read into this DTO class. */
export const Objects = (
  dto: () => DtoClass,
  { most, ...options }: ListOptions,
): PropertyDecorator =>
  applyDecorators(
    field(
      {
        name: 'list',
        accepts: Array.isArray,
        message: 'must be a list',
        schema: { type: () => dto(), isArray: true, maxItems: most },
      },
      options,
    ),
    ListOf(dto, most),
  );

/** A field that is an object, which is read into this DTO class. */
export const Nested = (dto: () => DtoClass, options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    field(
      {
        name: 'object',
        accepts: (value) => value instanceof dto(),
        message: 'must be an object',
        schema: { type: () => dto() },
      },
      options,
    ),
    ObjectOf(dto),
  );

/** A field that is true or false. */
export const Flag = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      name: 'boolean',
      accepts: (value) => typeof value === 'boolean',
      message: 'must be a boolean',
      schema: { type: 'boolean' },
    },
    options,
  );

/** A parameter of the query that is `true` or `false`. */
export const QueryFlag = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => value === 'true' || value === 'false',
      message: 'must be one of true, false',
      schema: { type: 'boolean' },
    },
    { optional: true, ...options },
  );

/**
 * A field that is a decimal: a number or a numeric string. The domain, which knows the currency,
 * checks its value.
 */
export const DecimalField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      name: 'decimal',
      accepts: isWireDecimal,
      message: 'must be a number or a numeric string',
      schema: numberOrString,
    },
    options,
  );

/** A field that is a string of any length up to the maximum, counted in code points. */
export const TextField = ({
  charactersMax,
  ...options
}: FieldOptions & { readonly charactersMax: number }): PropertyDecorator =>
  field(
    {
      name: 'text',
      parameters: { charactersMax },
      accepts: (value) => isTextOf(value, 0, charactersMax),
      message: `must be a string of at most ${charactersMax} characters`,
      schema: { type: 'string', maxLength: charactersMax },
    },
    options,
  );

interface TextOptions extends FieldOptions {
  /** Code points; default 1. */
  readonly least?: number;
  /** Code points; default 256 (contracts/README.md, "Rules for all of them"). */
  readonly most?: number;
}

const unlimited = Infinity;

/**
 * The number of code points. Code points come closer than UTF-16 units to what a person counts as
 * characters.
 */
const codePointsOf = (text: string): number => Array.from(text).length;

const isTextOf = (value: unknown, least: number, most: number): boolean => {
  if (typeof value !== 'string' || value.length < least) return false;
  return value.length <= most || (value.length <= 2 * most && codePointsOf(value) <= most);
};

const says = (least: number, most: number): string => {
  if (most === unlimited) return 'must be a string';
  return `must be a string of ${least} to ${most} characters`;
};

/** A field that is a string with a least and a largest length. */
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

/**
 * A field that is a name, such as an article's name: 1 to 256 characters, not all of them blank.
 */
export const Name = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => isTextOf(value, 1, 256) && /\S/u.test(String(value)),
      message: `${says(1, 256)}, one of which is not blank`,
      schema: { type: 'string', minLength: 1, maxLength: 256, pattern: '\\S' },
    },
    options,
  );

/**
 * A field that is a string whose length the domain checks, in the documented order of its checks.
 * Before that, only the size limit of the body applies.
 */
export const FreeText = (options: FieldOptions = {}): PropertyDecorator =>
  Text({ ...options, least: 0, most: unlimited });

interface PatternOptions extends FieldOptions {
  /** The text after "must be" in the error message. */
  readonly mustBe: string;
  /**
   * The rule in the words of OpenAPI, for a pattern that not all OpenAPI tools understand. It must
   * accept every value that the rule accepts.
   */
  readonly schema?: ApiPropertyOptions;
}

/** A field that is a string of this pattern. */
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

/** A field that is one of these words. */
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
  /** The text after "each" in the error message. */
  readonly eachMustBe: string;
  readonly accepts: (text: string) => boolean;
  readonly words?: readonly string[];
}

/** A field that is a list of different strings. */
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
