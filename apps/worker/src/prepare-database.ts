import { accessMigrations } from '#access';
import { readModelMigrations } from '#read-models';
import { migrate } from '#runtime';
import { openPool } from './connections/open-pool.js';
import type { WorkerOptions } from './worker-options.js';

/** Brings the tables up to date. */
export const prepareDatabase = async (options: WorkerOptions): Promise<void> => {
  const pool = openPool(options);
  try {
    await migrate(pool, [accessMigrations, readModelMigrations]);
  } finally {
    await pool.end();
  }
};
