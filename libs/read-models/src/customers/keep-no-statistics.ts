/**
 * PostgreSQL takes samples of a column's values for its planner and shows them in `pg_stats`, where a name would outlive its
 * row. `LIKE` does not hand the setting on to a new table.
 */
export const keepNoStatisticsSql = (schema: string): string => `
  ALTER TABLE ${schema}.order_customers
    ALTER COLUMN search_text SET STATISTICS 0, ALTER COLUMN customer SET STATISTICS 0`;
