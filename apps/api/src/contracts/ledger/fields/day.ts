import { isDay } from '#ledger';
import { field, type FieldOptions } from './field.js';

/** A day of the calendar, in no time zone. */
export const Day = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string' && isDay(value),
      message: 'must be a day from 1900 to 2999, such as 2027-02-18',
      schema: { type: 'string', format: 'date' },
    },
    options,
  );
