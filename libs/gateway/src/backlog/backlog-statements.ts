/**
 * Begins an SQL statement that reads due rows. The part `stores` lists the stores that have due
 * rows, except the stores in `$2` (text[]). The statement goes from store to store in an index over
 * store and time, so that a store with many rows costs no more than a store with few.
 *
 * The statement uses `now()`, because an index cannot be searched for `clock_timestamp()`: its
 * value changes during a statement.
 */
export const storesWithDue = (table: string): string => `
  WITH RECURSIVE step AS (
    (SELECT store_id FROM ${table} WHERE next_at <= now() ORDER BY store_id LIMIT 1)
    UNION ALL
    SELECT later.store_id FROM step CROSS JOIN LATERAL (
      SELECT store_id FROM ${table}
      WHERE store_id > step.store_id AND next_at <= now() ORDER BY store_id LIMIT 1
    ) AS later
  ),
  stores AS MATERIALIZED (SELECT store_id FROM step WHERE store_id <> ALL ($2::text[]))`;

/**
 * The number of rows to read of each store in `stores`: `$1` rows divided by the number of stores,
 * but at least one.
 */
export const shareOfStore = 'greatest(1, $1::int / (SELECT count(*) FROM stores))';

/**
 * A parameter for an SQL statement, with U+FFFD in place of each NUL in a text or a list of texts,
 * because PostgreSQL cannot store NUL. Neither the ledger nor Stripe writes NUL. But an event or an
 * answer of a different origin may contain one, and must not stop the work on all other orders.
 */
export const storableParameter = (parameter: unknown): unknown => {
  if (Array.isArray(parameter)) return parameter.map(storableParameter);
  return typeof parameter === 'string' && parameter.includes('\0')
    ? parameter.replaceAll('\0', '\uFFFD')
    : parameter;
};
