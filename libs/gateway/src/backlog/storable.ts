/**
 * A parameter for an SQL statement, with U+FFFD in place of each NUL in a text or a list of texts,
 * because PostgreSQL cannot store NUL. Neither the ledger nor Stripe writes NUL. But an event or an
 * answer of a different origin may contain one, and must not stop the work on all other orders.
 */
export const storable = (parameter: unknown): unknown => {
  if (Array.isArray(parameter)) return parameter.map(storable);
  return typeof parameter === 'string' && parameter.includes('\0')
    ? parameter.replaceAll('\0', '\uFFFD')
    : parameter;
};
