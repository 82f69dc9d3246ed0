import { type Instant as LedgerInstant, isDay, isInstant as isLedgerInstant } from '#ledger';
import { field, type FieldOptions } from '../../../contract-kit/body/fields.js';

const dateTime =
  /^(\d{4}-\d{2}-\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Returns true for an RFC 3339 date-time of an existing day, from 1900 to 2999. */
export const isDateTime = (value: unknown): value is string => {
  const [text = '', day] = typeof value === 'string' ? (dateTime.exec(value) ?? []) : [];
  return day !== undefined && isDay(day) && isLedgerInstant(instantOf(text));
};

/** The same moment in the form in which the ledger writes times: UTC with milliseconds. */
export const instantOf = (text: string): LedgerInstant =>
  new Date(text.toUpperCase()).toISOString();

/** A field with an RFC 3339 date-time, which includes the offset from UTC. */
export const DateTime = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: isDateTime,
      message: 'must be an RFC 3339 date-time from 1900 to 2999, such as 2027-02-18T00:00:00Z',
      schema: { type: 'string', format: 'date-time' },
    },
    options,
  );

/** A field with a day of the calendar, without a time zone. */
export const CalendarDay = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string' && isDay(value),
      message: 'must be a day from 1900 to 2999, such as 2027-02-18',
      schema: { type: 'string', format: 'date' },
    },
    options,
  );
