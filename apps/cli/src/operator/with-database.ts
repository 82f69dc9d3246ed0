import type { Pool } from 'pg';
import { accessMigrations } from '#access';
import { personalDataMigrations } from '#personal-data';
import { readModelMigrations } from '#read-models';
import { assertSchemasKnown, openPool } from '#runtime';
import type { Settings } from '#runtime';
import { webhookMigrations } from '#webhooks';
import { consumerMigrations } from '../../../worker/src/main.js';
import { databaseUrlOf } from '../connections.js';

const allMigrations = [
  accessMigrations,
  personalDataMigrations,
  readModelMigrations,
  webhookMigrations,
  consumerMigrations,
];
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
    await assertSchemasKnown(pool, allMigrations);
    return await task(pool);
  } finally {
    await pool.end();
  }
};
