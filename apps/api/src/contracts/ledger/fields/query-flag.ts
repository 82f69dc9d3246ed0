import { field, type FieldOptions } from './field.js';

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
