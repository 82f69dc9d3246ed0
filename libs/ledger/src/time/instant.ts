/** An instant in UTC with milliseconds (RFC 3339), as `Date.prototype.toISOString` writes it. */
export type Instant = string;

/**
 * A regular expression for the instants that `isInstant` accepts, except those on 29 February,
 * which only leap years have.
 */
export const plainInstantPattern =
  '(?:19|2\\d)\\d\\d-' +
  '(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)' +
  'T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z';

const plainInstant = new RegExp(`^${plainInstantPattern}$`);

/** The years 1900 to 2999. Both the runtime and PostgreSQL write them with four digits. */
const years = /^(?:19|2\d)\d\d-/;

/**
 * True for an instant as the ledger writes it: UTC, with milliseconds, from 1900 to 2999. Callers'
 * instants are checked before a query uses them, because PostgreSQL rejects some instants that the
 * runtime accepts.
 */
export const isInstant = (text: string): boolean => {
  if (plainInstant.test(text)) return true;
  const time = Date.parse(text);
  return !Number.isNaN(time) && years.test(text) && new Date(time).toISOString() === text;
};

/** The form of a day such as `2026-03-31`, in the years 1900 to 2999 as in `isInstant`. */
const shape = /^(?:19|2\d)\d\d-\d\d-\d\d$/;

/**
 * True for an existing day from 1900 to 2999, such as `2026-03-31`.
 */
export const isDay = (text: string): boolean => {
  const time = shape.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
