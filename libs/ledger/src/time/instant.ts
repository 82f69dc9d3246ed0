/** Years that both the runtime and PostgreSQL write with four digits, with room on both sides. */
const years = /^(?:19|2\d)\d\d-/;

/**
 * True for an instant in the ledger's form: UTC, milliseconds, a year from 1900 to 2999. Instants
 * from callers are checked with it before they reach a database, which refuses some that the
 * runtime accepts.
 */
export const isInstant = (text: string): boolean => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && years.test(text) && new Date(time).toISOString() === text;
};

/** Years as for instants (`isInstant`). */
const shape = /^(?:19|2\d)\d\d-\d\d-\d\d$/;

/**
 * True for an existing day from 1900 to 2999, such as `2026-03-31`.
 */
export const isDay = (text: string): boolean => {
  const time = shape.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
