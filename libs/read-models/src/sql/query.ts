import type { ClientBase, Pool, QueryConfig, QueryResultRow } from 'pg';

/** A prepared statement with its values, ready to be sent. */
export interface Statement {
  /** The name under which a connection prepares the statement, once for all its executions. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Collects the values of one statement; `place` returns a value's placeholder (`$1`, `$2`, ...).
 */
export class SqlValues {
  readonly values: unknown[] = [];

  place(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** A pattern for LIKE that matches every text that contains `text`. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * Reads a page of at most `rowsMax` rows. Every query whose limit a caller chooses is read by this
 * function.
 *
 * @throws Error if there are more rows: the LIMIT of the query is then in the wrong place, and rows
 * would appear on two pages and be counted twice
 */
export const readPage = async <Row extends QueryResultRow>(
  pool: Pool,
  query: QueryConfig,
  rowsMax: number,
): Promise<Row[]> => {
  const { rows } = await pool.query<Row>(query);
  if (rows.length > rowsMax) {
    throw new Error(`A page of at most ${rowsMax} rows has ${rows.length}`);
  }
  return rows;
};

/**
 * Makes PostgreSQL find rows by the primary key, as all statements of the projection do. Without
 * these settings PostgreSQL would plan the statements while the tables are empty, choose to scan
 * whole tables, and keep that plan until it collects statistics. A generic plan also saves planning
 * the statements again for each page.
 */
const planSql = `
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
  SET plan_cache_mode = force_generic_plan`;

export const preparePlans = async (client: ClientBase): Promise<void> => {
  await client.query(planSql);
};
