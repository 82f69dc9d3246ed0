import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, ValidateBy, type ValidationArguments } from 'class-validator';
import { type DtoClass, ListOf, ObjectOf } from './read-dto.js';
import { isJsonNumber, type JsonNumber } from './read-json.js';

/** A decimal in a request body: a JSON number with its original digits, or a numeric string. */
export type WireDecimal = JsonNumber | string;

/**
 * Accepts `-?digits[.digits]`. An exponent, a plus sign or blanks are refused (walley.md, "Every
 * call").
 */
const numericString = /^-?\d+(?:\.\d+)?$/;
const numericStringCharactersMax = 256;

export const isWireDecimal = (value: unknown): value is WireDecimal =>
  typeof value === 'string'
    ? value.length <= numericStringCharactersMax && numericString.test(value)
    : isJsonNumber(value);

/** The OpenAPI schema of a decimal in a request body. */
export const numberOrString = {
  oneOf: [{ type: 'number' }, { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }],
};

export interface FieldOptions {
  /** True if a request may leave out the field. */
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

export interface FieldRule {
  /**
   * The name of this rule in validation errors. Contracts with their own error texts choose the
   * text by this name. Default `field`.
   */
  readonly name?: string;
  /**
   * The values in the rule, such as the maximum length. Contracts with their own error texts need
   * them.
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /**
   * True if the value is valid. An absent value is not checked here, and nothing is converted.
   * `body` is the object that contains the field.
   */
  readonly accepts: (value: unknown, body?: object) => boolean;
  /** The default wording, without the field's name: "must be a boolean". */
  readonly message: string;
  /** The same rule as an OpenAPI schema. */
  readonly schema: ApiPropertyOptions;
}

/**
 * Declares a field of a request. One rule serves both the validation and the OpenAPI description,
 * so that they cannot differ.
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

// Nest calls a function given as `type` to get the class only if the function itself is named
// `type`. Written as `type: () => dto()`, the function gets this name. Written as `type: dto`, it
// would keep the name `dto`, and Nest would take the function for the class.

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
 * A field that is a decimal: a number or a numeric string. The domain checks the value, because
 * only the domain knows the currency and its number of decimals.
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

/** A field that is a string of at most `charactersMax` code points. An empty string is accepted. */
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
  /** The least length in code points; default 1. */
  readonly least?: number;
  /**
   * The largest length in code points; default 256 (contracts/README.md, "Rules for all of them").
   */
  readonly most?: number;
}

const unlimited = Infinity;

/**
 * The number of code points. A person would count an emoji as one character, but it has two UTF-16
 * units and only one code point.
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

/** A field that is a string of `least` to `most` code points. */
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
 * A field for a name, such as an article's name: 1 to 256 characters, of which at least one is not
 * blank.
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
 * A field that is a string of any length. The domain checks the length, because the documentation
 * fixes the order in which the domain reports errors.
 */
export const FreeText = (options: FieldOptions = {}): PropertyDecorator =>
  Text({ ...options, least: 0, most: unlimited });

interface PatternOptions extends FieldOptions {
  /** The text after "must be" in the error message. */
  readonly mustBe: string;
  /**
   * The OpenAPI schema to publish instead of the pattern, if some OpenAPI tools do not understand
   * the pattern. The schema must accept every value that the pattern accepts.
   */
  readonly schema?: ApiPropertyOptions;
}

/** A field that is a string that matches the pattern. */
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
