import type { Pool } from 'pg';
import { createLogger, lockInstance, runningInstance, startEmbeddedPostgres } from '#runtime';
import type { Settings } from '#runtime';
import { withDatabase } from '../with-database.js';

const standardError = 2;

/**
 * Runs a task on the ledger's PostgreSQL: the one that is set, that of the running instance, or else the embedded one, which
 * runs for as long as the task takes. In the last case nothing else can start on DATA_DIR meanwhile.
 */
export const withOwnDatabase = async <Result>(
  settings: Settings,
  task: (pool: Pool) => Promise<Result>,
): Promise<Result> => {
  const isThere =
    settings.databaseUrl !== undefined || runningInstance(settings.dataDir) !== undefined;
  if (isThere) return withDatabase(settings, task);
  const release = lockInstance(settings.dataDir);
  try {
    const logger = createLogger({ ...settings, logLevel: 'warn' }, 'postgres', standardError);
    const postgres = await startEmbeddedPostgres({ dataDir: settings.dataDir, logger });
    try {
      return await withDatabase({ ...settings, databaseUrl: postgres.url }, task);
    } finally {
      await postgres.stop();
    }
  } finally {
    release();
  }
};
