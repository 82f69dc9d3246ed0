import { Pool } from 'pg';
import type { Settings } from '#runtime';
import { databaseUrlOf } from '../connections.js';

const connectWithinMs = 10_000;

/** Runs an operator's task with a connection to PostgreSQL, closed afterwards. */
export const withDatabase = async <Result>(
  settings: Settings,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> => {
  const pool = new Pool({
    connectionString: databaseUrlOf(settings),
    connectionTimeoutMillis: connectWithinMs,
    max: 2,
  });
  // An idle connection that breaks is replaced; the task's own query tells if that matters.
  pool.on('error', () => undefined);
  try {
    return await task(pool);
  } finally {
    await pool.end();
  }
};
