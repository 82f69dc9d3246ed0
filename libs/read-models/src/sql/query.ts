import type { ClientBase, Pool, QueryConfig, QueryResultRow } from 'pg';

/** A prepared statement with its values, ready to be sent. */
export interface Statement {
  /** Prepared once for each connection under this name. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Collects the values of one statement and gives each its place (`$1`, `$2`, ...). */
export class SqlValues {
  readonly values: unknown[] = [];

  place(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/**
 * The rows of a query for a page of at most `rowsMax`. Every query with a limit that a caller
 * chooses is read here.
 *
 * @throws Error if there are more. The query then limits something else than its page, so that two
 * pages show the same row, and a sum over the pages counts it twice.
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
 * The projection's statements reach rows by the primary key, always. PostgreSQL would plan them
 * while the tables are empty, prefer to read such tables whole, and keep that plan until it next
 * takes statistics. One plan for each statement also spares planning anew for every page.
 */
const planSql = `
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
  SET plan_cache_mode = force_generic_plan`;

export const preparePlans = async (client: ClientBase): Promise<void> => {
  await client.query(planSql);
};
