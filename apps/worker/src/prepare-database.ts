import { accessMigrations } from '#access';
import { PersonKeys, personalDataMigrations } from '#personal-data';
import { readModelMigrations } from '#read-models';
import { migrate } from '#runtime';
import { webhookMigrations } from '#webhooks';
import { openWorkerPool } from './connections/open-worker-pool.js';
import type { WorkerOptions } from './worker-options.js';

/** Brings the tables up to date, and makes sure that customers can be shown. Throws `PersonKeyUnreadable`. */
export const prepareDatabase = async (options: WorkerOptions): Promise<void> => {
  const pool = openWorkerPool(options);
  try {
    await migrate(pool, [
      accessMigrations,
      personalDataMigrations,
      readModelMigrations,
      webhookMigrations,
    ]);
    await new PersonKeys(options.secretKey).begin(pool);
  } finally {
    await pool.end();
  }
};
