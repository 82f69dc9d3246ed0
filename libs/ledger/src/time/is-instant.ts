/** Years that both the runtime and PostgreSQL write with four digits, with room on both sides. */
const years = /^(?:19|2\d)\d\d-/;

/**
 * Whether a text is an instant as the ledger writes one: UTC, milliseconds, a year from 1900 to 2999. Instants that
 * callers send are held to it before they reach a database, which refuses some that the runtime takes.
 */
export const isInstant = (text: string): boolean => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && years.test(text) && new Date(time).toISOString() === text;
};
