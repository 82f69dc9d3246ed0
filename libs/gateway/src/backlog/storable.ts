/**
 * A parameter of a statement, with U+FFFD for each NUL of a text or of a list of texts: PostgreSQL
 * stores none. Neither the ledger nor Stripe writes one, but an event or an answer of somebody else
 * may have one, and must not stop the work on all other orders.
 */
export const storable = (parameter: unknown): unknown => {
  if (Array.isArray(parameter)) return parameter.map(storable);
  return typeof parameter === 'string' && parameter.includes('\0')
    ? parameter.replaceAll('\0', '\uFFFD')
    : parameter;
};
