import { field, type FieldOptions } from './field.js';

interface QueryNumberOptions extends FieldOptions {
  readonly least: number;
  readonly most: number;
}

const digits = /^(?:0|-?[1-9]\d{0,15})$/;

/** A whole number in an address, where everything is text: in digits alone, without leading zeros. */
export const QueryNumber = ({ least, most, ...options }: QueryNumberOptions): PropertyDecorator =>
  field(
    {
      accepts: (value) =>
        typeof value === 'string' &&
        digits.test(value) &&
        Number(value) >= least &&
        Number(value) <= most,
      message: `must be a whole number from ${least} to ${most}`,
      schema: { type: 'integer', minimum: least, maximum: most },
    },
    { optional: true, ...options },
  );
