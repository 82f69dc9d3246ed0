import type { Pool } from 'pg';
import { personalDataMigrations } from '#personal-data';
import { readModelMigrations } from '#read-models';
import { migrate } from '#runtime';
import type { Settings } from '#runtime';
import { withDatabase } from './with-database.js';

/** Runs an operator's task on customers' keys and what is shown under them. */
export const withPersonalData = async <Result>(
  settings: Settings,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> =>
  withDatabase(settings, async (pool) => {
    await migrate(pool, [personalDataMigrations, readModelMigrations]);
    return task(pool);
  });
