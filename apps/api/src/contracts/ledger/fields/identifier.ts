import { isIdentifier } from '#access';
import { field, type FieldOptions } from './field.js';

/** The id of a client or a store. */
export const Identifier = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string' && isIdentifier(value),
      message: 'must be 1 to 64 letters, digits, dots, underscores or dashes',
      schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    },
    options,
  );
