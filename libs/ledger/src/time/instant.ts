/** Years that both the runtime and PostgreSQL write with four digits, with room on both sides. */
const years = /^(?:19|2\d)\d\d-/;

/**
 * Whether a text is an instant as the ledger writes one: UTC, milliseconds, a year from 1900 to
 * 2999. Instants that callers send are held to it before they reach a database, which refuses some
 * that the runtime takes.
 */
export const isInstant = (text: string): boolean => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && years.test(text) && new Date(time).toISOString() === text;
};

/** Years as for instants (`isInstant`). */
const shape = /^(?:19|2\d)\d\d-\d\d-\d\d$/;

/**
 * Whether a text is a day of the calendar from 1900 to 2999, as `2026-03-31`; February has no 30th.
 */
export const isDay = (text: string): boolean => {
  const time = shape.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
