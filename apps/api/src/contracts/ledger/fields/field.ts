import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';
import { type DtoClass, ListOf, ObjectOf } from '../../../contract-kit/body/read-dto.js';

export interface FieldOptions {
  /** The field may be left out. */
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

export interface FieldRule {
  /** Told a value that is there; nothing is converted by it. */
  readonly accepts: (value: unknown) => boolean;
  /** What is wrong with other values, without the field's name: "must be a boolean". */
  readonly message: string;
  /** The same rule in the words of OpenAPI. */
  readonly schema: ApiPropertyOptions;
}

/** A field of a request: its rule, and the rule as OpenAPI says it, stated together so that neither forgets the other. */
export const field = (rule: FieldRule, options: FieldOptions = {}): PropertyDecorator => {
  const { optional = false, ...words } = options;
  const validator = { validate: rule.accepts, defaultMessage: () => rule.message };
  return applyDecorators(
    ApiProperty({ ...rule.schema, ...words, required: !optional } as ApiPropertyOptions),
    ValidateBy({ name: 'field', validator }),
    ...(optional ? [IsOptional()] : []),
  );
};

interface ListOptions extends FieldOptions {
  readonly most: number;
}

// Nest's description knows a class that is given later by a function of the name `type`, so `type: dto` is not the same.

/** A list of objects; each is read by its own class. */
export const Objects = (
  dto: () => DtoClass,
  { most, ...options }: ListOptions,
): PropertyDecorator =>
  applyDecorators(
    field(
      {
        accepts: Array.isArray,
        message: 'must be a list',
        schema: { type: () => dto(), isArray: true, maxItems: most },
      },
      options,
    ),
    ListOf(dto, most),
  );

/** An object, read by its own class. */
export const Nested = (dto: () => DtoClass, options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    field(
      {
        accepts: (value) => value instanceof dto(),
        message: 'must be an object',
        schema: { type: () => dto() },
      },
      options,
    ),
    ObjectOf(dto),
  );

/** True or false. */
export const Flag = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'boolean',
      message: 'must be a boolean',
      schema: { type: 'boolean' },
    },
    options,
  );

/** Yes or no in an address: `true` or `false`. */
export const QueryFlag = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => value === 'true' || value === 'false',
      message: 'must be one of true, false',
      schema: { type: 'boolean' },
    },
    { optional: true, ...options },
  );
