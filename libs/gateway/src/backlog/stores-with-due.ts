/**
 * Begins a statement that reads due rows: `stores` has the stores with rows that are due, except
 * the stores in `$2` (text[]). It steps from store to store in the index of the table over store
 * and time, so that a store with many rows costs no more than another. The time is `now()`, because
 * no index can be searched for `clock_timestamp()`.
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

/** The number of rows to read of each of these stores: `$1` rows in all, and at least one each. */
export const shareOfStore = 'greatest(1, $1::int / (SELECT count(*) FROM stores))';
