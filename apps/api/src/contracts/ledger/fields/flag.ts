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
