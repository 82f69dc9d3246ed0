import type { Pool } from 'pg';
import { openPool } from '#runtime';
import type { Settings } from '#runtime';
import { databaseUrlOf } from '../connections.js';

const connectWithinMs = 10_000;

/** Runs an operator's task with a connection to PostgreSQL, closed afterwards. */
export const withDatabase = async <Result>(
  settings: Settings,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> => {
  const connection = {
    connectionString: databaseUrlOf(settings),
    connectionTimeoutMillis: connectWithinMs,
    max: 2,
  };
  // An idle connection that breaks is replaced; the task's own query tells if that matters.
  const pool = openPool(connection, () => undefined);
  try {
    return await task(pool);
  } finally {
    await pool.end();
  }
};
