import type { ClientBase, Pool, QueryConfig, QueryResultRow } from 'pg';
import { type Instant, isInstant, isUuid } from '#ledger';

/** A prepared statement with its values, ready to be sent. */
export interface Statement {
  /**
   * The name of the prepared statement. A connection prepares the statement once and then executes
   * it by this name.
   */
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
 * Reads a page of at most `rowsMax` rows. All queries whose limit a caller chooses use this
 * function.
 *
 * @throws Error if there are more rows. The LIMIT of the query is then in the wrong place, and rows
 * would appear on two pages.
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

/** The sort key of the last entry of a page: its time and its id. */
export interface SortKey {
  readonly at: Instant;
  /** A UUID. */
  readonly id: string;
}

const cursorCharactersMax = 128;

/**
 * Writes the text that callers receive as `nextCursor` (ledger.md) and send back unchanged to get
 * the next page.
 */
export const formatCursor = ({ at, id }: SortKey): string =>
  Buffer.from(`${at} ${id}`).toString('base64url');

/**
 * Reads a `cursor` that a caller sent back; undefined if the text does not contain an instant and a
 * UUID. A forged cursor does no harm, because it can only name another place in the same list.
 */
export const parseCursor = (text: string): SortKey | undefined => {
  if (text.length > cursorCharactersMax) return undefined;
  const [at = '', id = '', ...more] = Buffer.from(text, 'base64url').toString().split(' ');
  return isInstant(at) && isUuid(id) && more.length === 0 ? { at, id } : undefined;
};

/**
 * Makes PostgreSQL find rows by the primary key, which is right for all statements of the
 * projection. Otherwise PostgreSQL would plan the statements while the tables are still empty,
 * choose to scan whole tables, and keep this plan for a long time. A generic plan is made only once
 * and not for each execution.
 */
const planSql = `
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
  SET plan_cache_mode = force_generic_plan`;

export const preparePlans = async (client: ClientBase): Promise<void> => {
  await client.query(planSql);
};
