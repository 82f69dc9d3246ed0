import { applyDecorators } from '@nestjs/common';
import { ListOf, ObjectOf, type DtoClass } from '../../../contract-kit/body/read-dto.js';
import { field, type FieldOptions } from './field.js';

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
