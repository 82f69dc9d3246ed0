import { field, type FieldOptions } from './field.js';

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

/** A field of the contract whose `true` this version does not know how to do. */
export const NotYet = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => value === false,
      message: 'is not supported yet: leave it out or send false',
      schema: { type: 'boolean', enum: [false] },
    },
    options,
  );
