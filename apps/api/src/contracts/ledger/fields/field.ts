import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';

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
