import { isJsonNumber } from '../../../http/json/json-value.js';
import { field } from '../fields/field.js';

/** A field for personal data. It is read as an object and nothing of it is kept: see `registrationOf`. */
export const CustomerField = (): PropertyDecorator =>
  field(
    {
      accepts: (value) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        !isJsonNumber(value),
      message: 'must be an object',
      schema: { type: 'object', additionalProperties: true },
    },
    { optional: true, description: 'Not supported yet: a customer with content is refused' },
  );
